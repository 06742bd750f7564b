/** `mingjing doctor` checks this machine; `mingjing setup` prepares browser and fonts. */
import type { Command } from 'commander';
import { EXIT_CODES } from '../storage/mingjing-error.ts';
import { addCommand } from './add-command.ts';
import type { Session } from './session.ts';

/** `doctor` ends with the `environment` exit code when a part fails. */
export function addDoctorCommand(root: Command): void {
  addCommand(root, 'doctor', '检查环境 / check this machine', doctorCommand);
  addCommand(root, 'setup', '准备浏览器与字体 / prepare browser and fonts', setupCommand);
}

async function setupCommand(session: Session): Promise<void> {
  const { prepareBrowser } = await import('../crawler/browser/prepare-browser.ts');
  const { captureSettings } = await import('../crawler/settings/settings.ts');
  await prepareBrowser(captureSettings(session.settings), (step) => session.say(step));
  session.say({ zh: '明镜：浏览器与字体就绪', en: 'mingjing: browser and fonts are ready' });
}

async function doctorCommand(session: Session): Promise<void> {
  const { runDoctor } = await import('../crawler/doctor/doctor.ts');
  const { doctorText } = await import('../reports/terminal/command-text.ts');
  const checks = await runDoctor(session.settings);
  session.print({ checks }, () => doctorText(checks, session.lang));
  if (checks.some((check) => check.state === 'fail')) process.exitCode = EXIT_CODES.environment;
}
