/** `mingjing lead add|import|photo|list`: what people reported, kept in the database and visited by the next sweep. */
import type { Command } from 'commander';
import type { LeadIntake, PhotoLine } from '../reports/terminal/lead-text.ts';
import { EXIT_CODES, MingjingError } from '../storage/mingjing-error.ts';
import type { Lead, LeadReport, NewLead } from '../storage/cases/lead-repository.ts';
import type { Store } from '../storage/open-store.ts';
import { addCommand, RANGE } from './add-command.ts';
import type { Session } from './session.ts';

const REPORT = [
  ['--channel <text>', '来源渠道，如 12350 / where it came from'],
  ['--received <time>', '接收时间 / when it came in'],
  ['--note <text>', '备注 / note'],
] as const;

/** Leads go to the database that the flags name; with `--range` to that of the practice corpus. */
export function addLeadCommand(root: Command): void {
  const lead = root.command('lead').description('线索 / leads');
  const add = addCommand(lead, 'add <url...>', '添加线索 / add leads', leadAddCommand).option(...RANGE);
  const photo = addCommand(
    lead,
    'photo <images...>',
    '识别照片上的二维码 / read the QR codes on photos',
    leadPhotoCommand,
  ).option(...RANGE);
  for (const command of [add, photo]) for (const [flag, text] of REPORT) command.option(flag, text);
  addCommand(lead, 'import <files...>', '导入 CSV 或 XLSX / import CSV or XLSX', leadImportCommand).option(...RANGE);
  addCommand(lead, 'list', '列出线索 / list leads', leadListCommand).option(...RANGE);
}

const now = () => new Date().toISOString();

async function reportOf({
  flags,
}: Session): Promise<Pick<LeadReport, 'channel' | 'receivedAt' | 'note' | 'recordedAt'>> {
  const { leadTime } = await import('../crawler/candidates/leads/lead-time.ts');
  const { channel, received, note } = flags;
  return {
    channel: channel ?? null,
    receivedAt: received === undefined ? null : leadTime(received),
    note: note ?? null,
    recordedAt: now(),
  };
}

async function leadAddCommand(session: Session, words: string[]): Promise<void> {
  const { addressesIn } = await import('../crawler/candidates/leads/lead-address.ts');
  const report = await reportOf(session);
  const leads = words.flatMap((written): NewLead[] => {
    const { addresses, fault } = addressesIn(written);
    if (addresses.length === 0)
      throw new MingjingError('LEAD_INVALID', {
        zh: `不是网址：“${written}”（${fault ?? ''}）；应为 http(s) 网址或域名`,
        en: `no address: "${written}" (${fault ?? ''}); expected an http(s) URL or a domain name`,
      });
    return addresses.map(({ url, host }) => ({
      kind: 'entry',
      target: url,
      host,
      report: {
        ...report,
        origin: 'add',
        reported: written === url ? null : written,
        file: null,
        place: null,
        photo: null,
      },
    }));
  });
  const store = await session.storeToRead();
  await keep(session, store, leads, { rows: words.length, unusable: [], notes: [] });
}

async function leadImportCommand(session: Session, files: string[]): Promise<void> {
  const { readLeadFile } = await import('../crawler/candidates/leads/read-lead-file.ts');
  const read = [];
  for (const file of files) read.push(await readLeadFile(file, now()));
  const store = await session.storeToRead();
  await keep(
    session,
    store,
    read.flatMap(({ leads }) => leads),
    {
      rows: read.reduce((sum, { rows }) => sum + rows, 0),
      unusable: read.flatMap(({ unusable }) => unusable),
      notes: read.flatMap(({ notes }) => notes),
    },
  );
}

async function keep(
  session: Session,
  store: Store,
  leads: readonly NewLead[],
  { rows, unusable, notes }: Pick<LeadIntake, 'rows' | 'unusable' | 'notes'>,
): Promise<void> {
  const { isOfficialHost } = await import('../detectors/names/official-hosts.ts');
  const { leadAddedText } = await import('../reports/terminal/lead-text.ts');
  const platforms = await session.platforms();
  const official = leads.filter(({ host }) => isOfficialHost(host, platforms, session.settings.allowList)).length;
  const counts: LeadIntake = {
    rows,
    leads: leads.length,
    ...(await store.leads.add(leads)),
    official,
    unusable,
    notes,
  };
  const lines = unusable.map(({ file, place, written, fault }) => `${file} ${place}: ${written} (${fault})`);
  session.print({ ...counts, unusable: lines }, () => leadAddedText(counts, session.lang));
}

/** A file that is no picture ends the command with the `input` exit code, after all others were read. */
async function leadPhotoCommand(session: Session, images: string[]): Promise<void> {
  const { photoLeads, readLeadPhoto } = await import('../crawler/candidates/leads/read-lead-photo.ts');
  const { leadPhotoText } = await import('../reports/terminal/lead-text.ts');
  const store = await session.storeToRead();
  const report = await reportOf(session);
  const known = { platforms: await session.platforms(), allowList: session.settings.allowList, now: report.recordedAt };
  const photos: PhotoLine[] = [];
  const counts = { added: 0, merged: 0, repeated: 0 };
  for (const file of images) {
    if (session.stop.signal.aborted) break;
    const read = await readLeadPhoto(file, known);
    if (!read.ok) {
      photos.push({ file, digest: null, reason: read.reason, codes: [], unread: [] });
      continue;
    }
    const kept = await store.leads.addPhoto(
      read.photo,
      photoLeads(read.codes, { ...report, file: read.photo.name, photo: null }),
    );
    for (const count of ['added', 'merged', 'repeated'] as const) counts[count] += kept[count];
    photos.push({ file, digest: kept.digest, reason: null, codes: read.codes, unread: read.unread });
  }
  session.print({ photos, ...counts }, () => leadPhotoText(photos, counts, session.lang));
  if (photos.some(({ digest }) => digest === null)) process.exitCode = EXIT_CODES.input;
}

async function leadListCommand(session: Session): Promise<void> {
  const { leadListText } = await import('../reports/terminal/lead-text.ts');
  const store = await session.storeToRead();
  const leads: Lead[] = [];
  for (
    let page = await store.leads.list();
    page.length > 0;
    page = await store.leads.list({ afterId: page.at(-1)?.id ?? 0 })
  )
    leads.push(...page);
  const photos = await store.leads.photos();
  session.print({ leads, photos }, () => leadListText(leads, photos, session.lang));
}
