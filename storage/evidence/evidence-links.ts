/** In what role and of whom a blob is kept, in words: for the one line that names a damaged blob. */
import type { Reader } from '../databases/database-handle.ts';
import type { Sentence } from '../vocabulary/sentence.ts';

/** More owners than this are not named: every page of a gang may load the same picture. */
const NAMED = 3;

/**
 * The first links of this digest, e.g. `page-model of fake.example`; null when nothing in the store links to it.
 * Searches without an index: for failures only.
 */
export async function evidenceLinks(database: Reader, digest: string): Promise<Sentence | null> {
  const artifacts = await database
    .selectFrom('artifact')
    .select(['kind', 'host as owner'])
    .distinct()
    .where('digest', '=', digest)
    .limit(NAMED + 1)
    .execute();
  const references = await database
    .selectFrom('reference_artifact')
    .innerJoin('reference', 'reference.id', 'reference_id')
    .select(['kind', 'url', 'persona', 'version'])
    .where('digest', '=', digest)
    .limit(NAMED + 1)
    .execute();
  const photo = await database.selectFrom('lead_photo').select('name').where('digest', '=', digest).executeTakeFirst();
  const papers = await database
    .selectFrom('document_paper')
    .innerJoin('document', 'document.id', 'document_id')
    .select(['number', 'name'])
    .where('digest', '=', digest)
    .limit(NAMED + 1)
    .execute();
  const links: Sentence[] = [
    ...artifacts.map(({ kind, owner }) => ({ zh: `${owner} 的 ${kind}`, en: `${kind} of ${owner}` })),
    ...references.map(({ kind, url, persona, version }) => ({
      zh: `参照 ${url}（${persona}，第 ${version} 版）的 ${kind}`,
      en: `${kind} of the reference ${url}, ${persona}, version ${version}`,
    })),
    ...(photo && artifacts.length === 0 ? [{ zh: `线索照片 ${photo.name}`, en: `lead-image ${photo.name}` }] : []),
    ...papers.map(({ number, name }) => ({ zh: `文书 ${number} 的 ${name}`, en: `${name} of the document ${number}` })),
  ];
  if (links.length === 0) return null;
  const more = links.length > NAMED;
  const named = links.slice(0, NAMED);
  return {
    zh: `${named.map(({ zh }) => zh).join('、')}${more ? ' 等' : ''}`,
    en: `${named.map(({ en }) => en).join('; ')}${more ? ' and others' : ''}`,
  };
}
