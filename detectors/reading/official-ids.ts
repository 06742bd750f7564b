/** Filing numbers, site codes, CONAC marks and analytics ids that belong to platforms. */
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { type ClueKind, extractClues } from './clues.ts';
import { normaliseText } from '../text/normalise-text.ts';

/** One id of one platform. */
export interface OfficialId {
  platform: string;
  kind: ClueKind;
  /** What two spellings of one id have in common. */
  key: string;
  /** As the profile or the reference page spells it. */
  shown: string;
}

const ID_KINDS: ReadonlySet<ClueKind> = new Set(['analytics', 'conac', 'siteCode', 'icp', 'police']);

const known = new WeakMap<DetectionContext, OfficialId[]>();

/**
 * Ids that belong to platforms: their profiles' and those read from their reference pages. An id two platforms share
 * stands in the list once for each. Remembered per context.
 */
export function officialIds(context: DetectionContext): OfficialId[] {
  const ready = known.get(context);
  if (ready) return ready;
  const ids: OfficialId[] = [];
  const add = (platform: string, kind: ClueKind, shown: string) => {
    const key = idKey(kind, shown);
    if (key !== '' && !ids.some((id) => id.kind === kind && id.key === key && id.platform === platform))
      ids.push({ platform, kind, key, shown });
  };
  for (const platform of context.platforms)
    for (const [kind, shown] of profileIds(platform)) add(platform.id, kind, shown);
  for (const reference of context.references) {
    const view = {
      visit: { persona: reference.persona },
      page: reference.page,
      html: '',
      raster: null,
      artifacts: {},
    } as unknown as CaptureView;
    for (const clue of extractClues(view)) if (ID_KINDS.has(clue.kind)) add(reference.platform, clue.kind, clue.value);
  }
  known.set(context, ids);
  return ids;
}

function profileIds(platform: Platform): [ClueKind, string][] {
  const { icp = [], police = [], siteCode = [], conac = [], analytics = [] } = platform.ids ?? {};
  const lists: [ClueKind, string[]][] = [
    ['icp', icp],
    ['police', police],
    ['siteCode', siteCode],
    ['conac', conac],
    ['analytics', analytics],
  ];
  return lists.flatMap(([kind, values]) => values.map((value): [ClueKind, string] => [kind, value]));
}

/** Filing numbers compare by province and digits (the part after the hyphen numbers the sites of one holder). */
export function idKey(kind: ClueKind, shown: string): string {
  const normal = normaliseText(shown).replace(/\s+/g, '');
  if (kind === 'icp')
    return (/^.?icp[^\d]{0,4}\d{5,10}/.exec(normal)?.[0] ?? normal).replace(
      /[^\d京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]/g,
      '',
    );
  if (kind === 'police') return normal.replace(/\D/g, '');
  if (kind === 'analytics') return normal.replace(/^(?:hm|cnzz|51la|ga):/, '');
  return normal;
}
