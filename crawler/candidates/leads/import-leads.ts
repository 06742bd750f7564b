/** The one door for reports: what the settings name is taken into the table of leads when a sweep starts. */
import { MingjingError } from '../../../storage/mingjing-error.ts';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import type { CandidateContext, LeadBook } from '../candidate-context.ts';
import { ScopeRun } from '../scope-run.ts';
import { readTextSource } from '../text-source.ts';
import { readLeadCsv } from './lead-csv.ts';
import { leadsInSheet, NO_URL_COLUMN, readLeadFile, type LeadFile } from './read-lead-file.ts';
import { photoLeads, readLeadPhoto, type PhotoCode } from './read-lead-photo.ts';

/**
 * A sheet of the settings: a path (text with a delimiter, XLSX) or a URL. One scope, once per sweep. Rows without a usable address are
 * counted and named; what is no sheet is `unreadable`, and the leads already in the table still count.
 */
export async function importLeadFile(context: CandidateContext, book: LeadBook, place: string): Promise<void> {
  const run = await ScopeRun.open(context, 'leads', place);
  if (run.alreadyDone) return;
  const read = await readSheet(context, place);
  if (!read.ok) return run.failed(read.failure, read.note);
  const { leads, unusable, notes } = read.file;
  for (const { fault, place: row, written } of unusable)
    run.dropNamed(`bad-row ${fault}`, `line ${row} ${written.slice(0, 60)}`.trim());
  await book.add(leads);
  for (const _lead of leads) run.found();
  await run.done(joined(notes));
}

type ReadSheet = { ok: true; file: LeadFile } | { ok: false; failure: 'dead' | 'unreadable'; note: Sentence };

async function readSheet(context: CandidateContext, place: string): Promise<ReadSheet> {
  const now = new Date().toISOString();
  if (!/^https?:\/\//i.test(place)) {
    try {
      return { ok: true, file: await readLeadFile(place, now) };
    } catch (error) {
      if (error instanceof MingjingError) return { ok: false, failure: 'unreadable', note: error.sentence };
      throw error;
    }
  }
  const source = await readTextSource(context, place);
  if (!source.ok) return source;
  const sheet = readLeadCsv(source.text);
  if (sheet) return { ok: true, file: leadsInSheet(sheet, place, now) };
  const note = { zh: `${place} ${NO_URL_COLUMN.zh}`, en: `${place}: ${NO_URL_COLUMN.en}` };
  return { ok: false, failure: 'unreadable', note };
}

/**
 * A photo or scan of the settings: the picture is kept, and each address in a code is a lead that names it. A photo
 * without a readable code is `failed`: somebody has to look at it. Official addresses and tokens are counted; texts are
 * counted and quoted in the note, and so is what could not be read.
 */
export async function importLeadPhoto(context: CandidateContext, book: LeadBook, path: string): Promise<void> {
  const run = await ScopeRun.open(context, 'qr', path);
  if (run.alreadyDone) return;
  const { platforms, officialPlatforms = platforms, allowList = [] } = context;
  const now = new Date().toISOString();
  const read = await readLeadPhoto(path, { platforms: officialPlatforms, allowList, now });
  if (!read.ok) {
    const { zh, en } = read.reason;
    return run.failed('unreadable', { zh: `无法读取图片 ${path}：${zh}`, en: `cannot read the image ${path}: ${en}` });
  }
  const { photo, codes } = read;
  const report = { channel: null, receivedAt: null, note: null, file: photo.name, photo: null, recordedAt: now };
  await book.addPhoto(photo, photoLeads(codes, report));
  const unread = joined(read.unread);
  if (codes.length === 0) {
    const [zh, en] = unread ? [`（${unread.zh}）`, ` (${unread.en})`] : ['', ''];
    return run.failed('unreadable', {
      zh: `${path} 中没有可识别的二维码，请人工查看${zh}`,
      en: `no QR code could be read in ${path}: have a person look at it${en}`,
    });
  }
  for (const code of codes) count(run, code);
  await run.done(unread && { zh: `${path}：${unread.zh}`, en: `${path}: ${unread.en}` });
}

function count(run: ScopeRun, { kind, payload }: PhotoCode): void {
  if (kind === 'url') run.found();
  else if (kind === 'text') run.dropNamed('text', `“${payload.slice(0, 80)}”`);
  else run.drop(kind === 'official-url' ? 'official' : kind);
}

function joined(sentences: readonly Sentence[]): Sentence | null {
  if (sentences.length === 0) return null;
  return { zh: sentences.map(({ zh }) => zh).join('；'), en: sentences.map(({ en }) => en).join('; ') };
}
