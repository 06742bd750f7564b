/**
 * Agency, service and topic words side by side: cx-mem.cn, tzzycx.com, mohurdzlaq.top, yananzw.cn, fmprc.cdn.example.
 */
import {
  isChineseSuffix,
  isForeignGovernment,
  shapeOf,
  stronger,
  type NameParts,
  type Shape,
  type ShapeName,
  type Token,
} from './name-shape.ts';
import { PLACES, type RecogniserIndex } from './recogniser-index.ts';
import { NAME_WORDS } from './name-words.ts';

/** Reserved for examples and tests (RFC 2606): in a practice network they stand for any open suffix. */
const PRACTICE_SUFFIXES = ['example', 'test', 'invalid'];
const FORGERS_SUFFIXES = new Set([
  ...Object.keys(NAME_WORDS.suffixes),
  ...Object.keys(NAME_WORDS.freeHosts),
  ...PRACTICE_SUFFIXES,
]);
/** Shorter initials are shared with half the world. */
const TELLING = 4;

/** The strongest run of known words in a name; null when its words say nothing together. */
export function wordShape(name: NameParts, index: RecogniserIndex): Shape | null {
  let best: Shape | null = null;
  for (const run of name.runs) {
    const shape = runShape(run, name, index);
    if (shape === null) continue;
    const texts = run.map(({ text }) => text);
    const said = run.some(({ masked }) => masked) ? [`（经形近字还原）`, ' (look-alike letters undone)'] : ['', ''];
    best = stronger(
      best,
      shapeOf(
        shape,
        index.platformOf(texts),
        `${name.host} 由 ${texts.join(' + ')} 拼成${said[0]}`,
        `${name.host} is put together from ${texts.join(' + ')}${said[1]}`,
      ),
    );
  }
  // where forgers of Chinese names do not register, and below other states' governments, only the full combination says
  // that ours is meant
  return best && (isForeignGovernment(name.suffix) || !FORGERS_SUFFIXES.has(name.suffix)) && best.score < 0.7
    ? null
    : best;
}

function runShape(run: readonly Token[], { label, suffix, left }: NameParts, index: RecogniserIndex): ShapeName | null {
  const of = (kind: Token['kind']) => [...new Set(run.filter((token) => token.kind === kind).map(({ text }) => text))];
  const rare = (texts: readonly string[]) => texts.filter((text) => !index.common.has(text));
  const [agencies, topics, services, english] = [of('agency'), of('topic'), of('service'), of('english')];
  const [own, told, asks] = [rare(agencies).filter((text) => text.length >= TELLING), rare(topics), rare(services)];
  const chinese = isChineseSuffix(suffix);
  const glue = run.some(({ kind, text }) => kind === 'glue' && text !== 'www' && text !== 'cn');
  if (own.length > 0 && agencies.length > 1) return 'agency-agency';
  if (own.length > 0) {
    if (asks.length > 0) return 'agency-service';
    if (told.length > 0) return 'agency-topic';
    if (english.length > 0 || services.length > 0) return 'agency-service-english';
    if (run.some(({ kind }) => kind === 'region')) return 'agency-region';
    if (glue || (topics.length > 0 && chinese)) return 'agency-glue';
    if (own.some((text) => index.ownWords.has(text)))
      return run.some(({ kind, masked }) => kind === 'agency' && masked) ? 'near-agency' : 'own-label';
    if (own.some((text) => label === text && (text.length >= 8 || (chinese && text.length >= 5)))) return 'long-agency';
    if (own.some((text) => text.length >= 10 && label.includes(text))) return 'long-agency';
  }
  if (agencies.length > 0) {
    if (asks.length > 0) return 'common-agency-service';
    if (english.length > 0 && chinese) return 'common-agency-english';
    if (told.length > 0) return 'agency-topic';
  }
  return topicShape(told, asks, chinese) ?? placeShape(run, label, suffix, left, index);
}

function topicShape(told: readonly string[], asks: readonly string[], chinese: boolean): ShapeName | null {
  if (told.length > 0 && asks.length > 0)
    return told.some((text) => text.length >= 4) ? 'topic-service' : 'short-topic-service';
  if (told.some((text) => text.length >= 12) || (told.some((text) => text.length >= 8) && chinese)) return 'long-topic';
  if (asks.some((text) => text.length >= 12) || (asks.length > 1 && asks.some((text) => text.length >= 6)))
    return 'long-service';
  return null;
}

/** `yanan` + `zw` as a whole label; a rare state organ's word as a label of its own below a stranger's domain. */
function placeShape(
  run: readonly Token[],
  label: string,
  suffix: string,
  left: string,
  { common }: RecogniserIndex,
): ShapeName | null {
  const texts = run.map(({ text }) => text).filter((text) => text !== 'www');
  if (
    texts.length === 2 &&
    texts.join('') === label &&
    PLACES.has(texts[0] ?? '') &&
    /^(?:zw|zwfw|zf|zfw)$/.test(texts[1] ?? '') &&
    /cn$|^com$/.test(suffix)
  )
    return 'region-portal';
  const organ = run.find(
    ({ kind, text, masked }) => kind === 'organ' && !masked && text.length >= 5 && !common.has(text),
  );
  return organ &&
    left
      .split('.')
      .slice(0, -1)
      .some((each) => each === organ.text || each === `www-${organ.text}`)
    ? 'organ-label'
    : null;
}
