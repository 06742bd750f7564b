/** An evaluation printed earlier with `--json`, read back as far as two of them are compared. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { VERDICTS } from '../../storage/vocabulary/detect.ts';

const host = z.object({ host: z.string().min(1), verdict: z.enum(VERDICTS), platform: z.string().nullable() });
const schema = z.object({
  corpus: z.string(),
  sweep: z.object({ id: z.int(), finishedAt: z.string().nullable() }),
  hosts: z.array(host),
});

export type HostVerdict = z.output<typeof host>;
/** What of an evaluation is compared with another. */
export type ComparedEvaluation = z.output<typeof schema>;

/** @throws MingjingError EVALUATION_INVALID (input) naming file and field. */
export async function readEvaluation(file: string): Promise<ComparedEvaluation> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw invalid(
      file,
      '',
      { zh: '可读的文件', en: 'a readable file' },
      error instanceof Error ? error.message : String(error),
    );
  });
  const parsed = schema.safeParse(jsonOrNull(text), { reportInput: true });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const found = issue?.input === undefined ? 'undefined' : JSON.stringify(issue.input).slice(0, 60);
  throw invalid(
    file,
    issue?.path.join('.') ?? '',
    { zh: 'eval --json 的输出', en: 'the output of eval --json' },
    `${found} (${issue?.message ?? ''})`,
  );
}

/** @throws MingjingError EVALUATION_INVALID (input) when the file speaks of another corpus. */
export function checkSameCorpus(file: string, earlier: ComparedEvaluation, corpus: string): void {
  if (earlier.corpus !== corpus)
    throw invalid(file, 'corpus', { zh: `“${corpus}”`, en: `"${corpus}"` }, `"${earlier.corpus}"`);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function invalid(file: string, field: string, expected: { zh: string; en: string }, found: string): MingjingError {
  const at = field === '' ? '' : `, ${field}`;
  return new MingjingError('EVALUATION_INVALID', {
    zh: `--against：${file}${at}：应为${expected.zh}，实际为 ${found}`,
    en: `--against: ${file}${at}: expected ${expected.en}, found ${found}`,
  });
}
