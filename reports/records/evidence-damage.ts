/**
 * Evidence that cannot be handed over or shown: collected to the end, so that all of it is named and not only the
 * first.
 */
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

export interface DamagedItem {
  digest: string;
  kind: string;
  /** Who names it, each once. */
  by: Sentence[];
  because: Sentence;
}

export class EvidenceDamage {
  readonly #items = new Map<string, DamagedItem>();

  /** `kind` null = whoever names it does not say. */
  add(digest: string, kind: string | null, by: Sentence, because: Sentence): void {
    const item = this.#items.get(digest) ?? { digest, kind: kind ?? 'artifact', by: [], because };
    if (item.kind === 'artifact' && kind !== null) item.kind = kind;
    if (item.by.every(({ en }) => en !== by.en)) item.by.push(by);
    this.#items.set(digest, item);
  }

  /** Why it cannot be had; undefined for a digest not added. */
  because(digest: string): Sentence | undefined {
    return this.#items.get(digest)?.because;
  }

  /** In the order they were met. */
  items(): DamagedItem[] {
    return [...this.#items.values()];
  }

  /** @throws MingjingError EVIDENCE_DAMAGED (damaged) that names every item, when there is one. */
  refuse(): void {
    const items = this.items();
    if (items.length === 0) return;
    const zh = items.map((item) => damageText(item, 'zh')).join('；\n');
    const en = items.map((item) => damageText(item, 'en')).join(';\n');
    throw new MingjingError('EVIDENCE_DAMAGED', {
      zh: `有 ${items.length} 件证据已损坏或缺失，导出已停止，未写出任何文件：\n${zh}。`,
      en: `${items.length} ${items.length === 1 ? 'piece of evidence is' : 'pieces of evidence are'} damaged or missing; the export stopped and nothing was written:\n${en}.`,
    });
  }
}

/** One item in one line. */
export function damageText({ digest, kind, by, because }: DamagedItem, lang: 'zh' | 'en'): string {
  const named = by.map((one) => one[lang]);
  return lang === 'zh'
    ? `${digest}（${kind}，见于 ${named.join('、')}）：${because.zh}`
    : `${digest} (${kind}, named by ${named.join(', ')}): ${because.en}`;
}
