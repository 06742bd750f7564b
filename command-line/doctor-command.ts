/** `mingjing doctor` checks this machine; `mingjing setup` prepares browser and fonts. */
import type { Command } from 'commander';
import { prepareBrowser } from '../crawler/browser/prepare-browser.ts';
import { runDoctor } from '../crawler/doctor/doctor.ts';
import { captureSettings } from '../crawler/settings.ts';
import { doctorText } from '../reports/command-text.ts';
import { EXIT_CODES } from '../storage/mingjing-error.ts';
import { addCommand } from './add-command.ts';
import type { Session } from './session.ts';

/** `doctor` ends with the `environment` exit code when a part fails. */
export function addDoctorCommand(root: Command): void {
  addCommand(root, 'doctor', '检查环境 / check this machine', doctorCommand);
  addCommand(root, 'setup', '准备浏览器与字体 / prepare browser and fonts', setupCommand);
}

async function setupCommand(session: Session): Promise<void> {
  await prepareBrowser(captureSettings(session.settings), (step) => session.say(step));
  session.say({ zh: '明镜:浏览器与字体就绪', en: 'mingjing: browser and fonts are ready' });
}

async function doctorCommand(session: Session): Promise<void> {
  const checks = await runDoctor(session.settings);
  session.print({ checks }, () => doctorText(checks, session.lang));
  if (checks.some((check) => check.state === 'fail')) process.exitCode = EXIT_CODES.environment;
}
