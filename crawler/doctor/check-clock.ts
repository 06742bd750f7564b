/** The clock, compared with the Date header of a web server: evidence carries our time. */
import type { Exit } from '../egress/exit.ts';
import { createEgress } from '../egress/egress.ts';
import { failing, fine, warning, type DoctorFinding } from './doctor-check.ts';

/** A Date header is cut to whole seconds and the answer takes its time: less than this cannot be told from right. */
const TOLERATED_SECONDS = 3;
const SPOILING_SECONDS = 60;

/** The first page that answers with a Date header (RFC 9110 §6.6.1) counts; none = unknown, a warning. */
export async function checkClock(exit: Exit, urls: readonly string[], limitMs: number): Promise<DoctorFinding> {
  const egress = createEgress({ exits: [exit] });
  try {
    for (const url of urls) {
      const session = await egress.open({ exit: exit.name, maxBytes: 1024 * 1024, deadlineMs: limitMs });
      const asked = Date.now();
      const answer = await session.fetch(url, {
        maxBytes: 1024,
        timeoutMs: Math.max(500, Math.floor(limitMs / (urls.length + 1))),
        redirect: 0,
      });
      const answered = Date.now();
      const served = answer.ok ? Date.parse(answer.headers['date'] ?? '') : Number.NaN;
      // half a second for the part the header cuts off
      if (!Number.isNaN(served)) return judge((asked + answered) / 2 - (served + 500), new URL(url).hostname);
    }
    return warning(
      { zh: '时钟偏差未知：没有服务器应答', en: 'clock offset unknown: no server answered' },
      {
        zh: '离线时请人工核对时间；证据中的时间以本机为准',
        en: 'offline, compare the clock by hand: evidence carries this machine’s time',
      },
    );
  } finally {
    await egress.close();
  }
}

function judge(offsetMs: number, host: string): DoctorFinding {
  const seconds = Math.round(offsetMs / 1000);
  if (Math.abs(seconds) <= TOLERATED_SECONDS)
    return fine(
      `时钟与 ${host} 相差不超过 ${TOLERATED_SECONDS} 秒`,
      `the clock is within ${TOLERATED_SECONDS} s of ${host}`,
    );
  const sentence = {
    zh: `本机时钟比 ${host} ${seconds > 0 ? '快' : '慢'} ${Math.abs(seconds)} 秒`,
    en: `the clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} ${host}`,
  };
  const mend = {
    zh: '启用时间同步（如 timedatectl set-ntp true）',
    en: 'switch time synchronisation on (e.g. timedatectl set-ntp true)',
  };
  return Math.abs(seconds) > SPOILING_SECONDS ? failing(sentence, mend) : warning(sentence, mend);
}
