/** Documents: numbers without gaps, states in the allowed order only, signers, papers, and the ledger beside each step. */
import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import type { NewDocument } from '../../../storage/documents/document.ts';
import type { Store } from '../../../storage/open-store.ts';
import { onBothDatabases } from '../databases.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const KIND = '移送函';

afterEach(() => {
  vi.restoreAllMocks();
});

async function office(store: Store) {
  const machine = (await store.actors.machine()).id;
  const unit = (await store.actors.add({ kind: 'unit', key: 'office', name: '省专班办公室' }, machine)).id;
  const department = (await store.actors.add({ kind: 'unit', key: 'yj', name: '应急厅', unitId: unit }, machine)).id;
  const other = (await store.actors.add({ kind: 'unit', key: 'jst', name: '住建厅', unitId: unit }, machine)).id;
  const person = async (key: string, unitId: number) =>
    (await store.actors.add({ kind: 'person', key, name: key, unitId }, machine)).id;
  const people = {
    clerk: await person('clerk', department),
    chief: await person('chief', unit),
    stranger: await person('stranger', other),
  };
  const book = { unitId: department, kind: KIND, year: 2026, prefix: '应急专班函' };
  await store.documents.openBook(book, people.clerk);
  return { machine, unit, department, other, ...people, book };
}

const letter = (unitId: number, more: Partial<NewDocument> = {}): NewDocument => ({
  unitId,
  kind: KIND,
  year: 2026,
  templateDigest: sha256('template'),
  dataDigest: sha256('data'),
  ...more,
});

const receipt = (text: string) => ({
  kind: 'incoming' as const,
  name: '回执.pdf',
  mediaType: 'application/pdf',
  data: Buffer.from(text),
});

onBothDatabases((databases) => {
  test('a letter is drafted, signed twice, sent, receipted, and each step stands in the ledger', async () => {
    const store = await databases.store();
    const { department, clerk, chief } = await office(store);
    const { documents, ledger, evidence } = store;
    const draft = await documents.make(letter(department), clerk);
    expect(draft).toMatchObject({
      number: '应急专班函〔2026〕1号',
      sequence: 1,
      state: 'draft',
      signers: [],
      papers: [],
    });
    await documents.sign(draft.id, { actorId: clerk, role: '承办人' });
    const signed = await documents.sign(draft.id, { actorId: chief, role: '签发' });
    expect(signed.state).toBe('signed');
    expect(signed.signers.map(({ actorId, role }) => [actorId, role])).toEqual([
      [clerk, '承办人'],
      [chief, '签发'],
    ]);
    await documents.change(draft.id, { to: 'sent', actorId: clerk });
    const paper = await documents.attach(draft.id, receipt('签收'), clerk);
    expect(paper).toMatchObject({ kind: 'incoming', digest: sha256('签收'), name: '回执.pdf', actorId: clerk });
    expect((await evidence.read(paper.digest)).toString()).toBe('签收');
    const received = await documents.change(draft.id, { to: 'received', actorId: clerk });
    expect(await documents.get(draft.id)).toEqual(received);
    expect(received).toMatchObject({ state: 'received', papers: [paper], replacedBy: null });
    const entries = await ledger.list({ subject: { kind: 'document', key: String(draft.id) } });
    expect(entries.map(({ actorId, action }) => [actorId, action])).toEqual([
      [clerk, 'document'],
      [clerk, 'sign'],
      [chief, 'sign'],
      [clerk, 'hand-over'],
      [clerk, 'paper'],
      [clerk, 'document'],
    ]);
    expect(entries[2]?.detail).toEqual({
      number: draft.number,
      role: '签发',
      templateDigest: sha256('template'),
      dataDigest: sha256('data'),
    });
    expect(await ledger.verify()).toMatchObject({ intact: true });
  });

  test('numbers have no gap, whoever takes them at once and whatever fails', async () => {
    const url = await databases.newUrl();
    const [store, second] = [await databases.store(url), await databases.store(url)];
    const { department, clerk, stranger } = await office(store);
    const made = await Promise.allSettled(
      Array.from({ length: 24 }, async (_, index) => {
        const { documents } = index % 2 === 0 ? store : second;
        return documents.make(letter(department), index % 3 === 0 ? stranger : clerk);
      }),
    );
    expect(made.filter(({ status }) => status === 'rejected')).toHaveLength(8);
    const numbers = (await store.documents.list()).map(({ sequence }) => sequence);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
    await expect(databases.query(url, 'update number_book set next = next + 2')).rejects.toThrow(/one by one/);
  });

  test('a number whose transaction is undone at its last step goes to the next document', async () => {
    const url = await databases.newUrl();
    const store = await databases.store(url);
    const { department, clerk } = await office(store);
    await databases.query(url, 'alter table ledger rename to ledger_away');
    await expect(store.documents.make(letter(department), clerk)).rejects.toThrow(/ledger/);
    await databases.query(url, 'alter table ledger_away rename to ledger');
    expect(await store.documents.list()).toEqual([]);
    expect(await store.documents.make(letter(department), clerk)).toMatchObject({ sequence: 1 });
  });

  test('each unit, kind and year counts for itself, from where its paper book ended', async () => {
    const { documents, actors } = await databases.store();
    const { department, other, clerk, chief, book } = await office({ documents, actors } as Store);
    await documents.openBook({ ...book, year: 2027, first: 118 }, clerk);
    await documents.openBook(
      { ...book, kind: '协查函', prefix: '应急协', format: '{prefix}({year})第{number}号' },
      clerk,
    );
    await documents.openBook({ ...book, unitId: other, prefix: '住建专班函' }, chief);
    const numbers = [
      await documents.make(letter(department), clerk),
      await documents.make(letter(department, { year: 2027 }), clerk),
      await documents.make(letter(department, { year: 2027 }), clerk),
      await documents.make(letter(department, { kind: '协查函' }), clerk),
      await documents.make(letter(other), chief),
    ].map(({ number }) => number);
    expect(numbers).toEqual([
      '应急专班函〔2026〕1号',
      '应急专班函〔2027〕118号',
      '应急专班函〔2027〕119号',
      '应急协(2026)第1号',
      '住建专班函〔2026〕1号',
    ]);
    expect(await documents.list({ unitId: other })).toMatchObject([{ number: numbers[4] }]);
    expect(await documents.list({ state: 'signed' })).toEqual([]);
    expect(await documents.list({ afterId: 1, limit: 2 })).toMatchObject([{ id: 2 }, { id: 3 }]);
    expect(await documents.openBook({ ...book, year: 2027, first: 118 }, clerk)).toMatchObject({ first: 118 });
    const refused: [string, typeof book & { format?: string; first?: number }][] = [
      ['NUMBER_BOOK_DIFFERENT', { ...book, prefix: '别的函' }],
      ['NUMBER_BOOK_DIFFERENT', { ...book, year: 2027, first: 5 }],
      ['NUMBER_BOOK_DIFFERENT', { ...book, unitId: other, kind: '便函' }],
      ['NUMBER_FORMAT_INVALID', { ...book, year: 2028, format: '{prefix}〔{year}〕号' }],
      ['UNIT_UNKNOWN', { ...book, year: 2028, unitId: clerk }],
    ];
    for (const [code, wrong] of refused)
      await expect(documents.openBook(wrong, clerk)).rejects.toMatchObject({ code, exit: 'input' });
    await expect(documents.make(letter(department, { year: 2030 }), clerk)).rejects.toMatchObject({
      code: 'NUMBER_BOOK_MISSING',
    });
    await expect(documents.make(letter(department, { dataDigest: 'ABC' }), clerk)).rejects.toMatchObject({
      code: 'DIGEST_INVALID',
    });
  });

  test('what the rules do not allow is refused in a sentence, and nothing is written', async () => {
    const store = await databases.store();
    const { department, machine, clerk, stranger } = await office(store);
    const { documents, ledger } = store;
    const { id, number } = await documents.make(letter(department), clerk);
    const refusals: [RegExp, () => Promise<unknown>][] = [
      [/草稿的文书不能变为已发出/, () => documents.change(id, { to: 'sent', actorId: clerk })],
      [/草稿的文书不能变为已签收/, () => documents.change(id, { to: 'received', actorId: clerk })],
      [/须有理由/, () => documents.change(id, { to: 'void', actorId: clerk, reason: '  ' })],
      [/制发单位或其上级单位/, () => documents.sign(id, { actorId: stranger, role: '签发' })],
      [/制发单位或其上级单位/, () => documents.sign(id, { actorId: machine, role: '签发' })],
    ];
    const refuse = async ([sentence, step]: [RegExp, () => Promise<unknown>]) => {
      const [head, before] = [await ledger.head(), await documents.get(id)];
      const error = await step().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'DOCUMENT_REFUSED', exit: 'input' });
      expect((error as { sentence: { zh: string } }).sentence.zh).toMatch(sentence);
      expect((error as { sentence: { zh: string } }).sentence.zh).toContain(number);
      expect([await ledger.head(), await documents.get(id)]).toEqual([head, before]);
    };
    for (const refusal of refusals) await refuse(refusal);
    await documents.sign(id, { actorId: clerk, role: '承办人' });
    await expect(documents.sign(id, { actorId: clerk, role: '承办人' })).rejects.toMatchObject({
      code: 'ALREADY_SIGNED',
    });
    await refuse([/制发单位或其上级单位/, () => documents.change(id, { to: 'sent', actorId: machine })]);
    await documents.change(id, { to: 'sent', actorId: clerk });
    await refuse([/须有收到的回执/, () => documents.change(id, { to: 'received', actorId: machine })]);
    await refuse([
      /已发出的文书不能变为已作废/,
      () => documents.change(id, { to: 'void', actorId: clerk, reason: '错' }),
    ]);
    await refuse([/已发出的文书不能变为已签署/, () => documents.sign(id, { actorId: clerk, role: '签发' })]);
    await expect(documents.change(999, { to: 'sent', actorId: clerk })).rejects.toMatchObject({
      code: 'DOCUMENT_UNKNOWN',
    });
    await expect(documents.change(id, { to: 'returned', actorId: 999, reason: '错' })).rejects.toMatchObject({
      code: 'ACTOR_UNKNOWN',
    });
  });

  test('a document is replaced by one of its own unit and kind that holds, and never goes in a circle', async () => {
    const store = await databases.store();
    const { department, clerk, book } = await office(store);
    const { documents } = store;
    await documents.openBook({ ...book, kind: '协查函', prefix: '协查' }, clerk);
    const [first, second, foreign, voided] = [
      await documents.make(letter(department), clerk),
      await documents.make(letter(department), clerk),
      await documents.make(letter(department, { kind: '协查函' }), clerk),
      await documents.make(letter(department), clerk),
    ];
    for (const { id } of [first, second]) await documents.sign(id, { actorId: clerk, role: '承办人' });
    await documents.change(voided.id, { to: 'void', actorId: clerk, reason: '重复' });
    const replaced = { to: 'replaced' as const, actorId: clerk, reason: '主送单位有误' };
    for (const replacedBy of [null, first.id, foreign.id, voided.id])
      await expect(documents.change(first.id, { ...replaced, replacedBy })).rejects.toMatchObject({
        code: 'DOCUMENT_REFUSED',
      });
    expect(await documents.change(first.id, { ...replaced, replacedBy: second.id })).toMatchObject({
      state: 'replaced',
      replacedBy: second.id,
    });
    await expect(documents.change(second.id, { ...replaced, replacedBy: first.id })).rejects.toMatchObject({
      code: 'DOCUMENT_REFUSED',
    });
  });

  test('two who send at once send once', async () => {
    const url = await databases.newUrl();
    const [store, other] = [await databases.store(url), await databases.store(url)];
    const { department, clerk, chief } = await office(store);
    const { id } = await store.documents.make(letter(department), clerk);
    await store.documents.sign(id, { actorId: chief, role: '签发' });
    const sent = await Promise.allSettled([
      store.documents.change(id, { to: 'sent', actorId: clerk }),
      other.documents.change(id, { to: 'sent', actorId: chief }),
    ]);
    expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await store.ledger.list()).filter(({ action }) => action === 'hand-over')).toHaveLength(1);
  });

  test('a paper is stored with its bytes or not at all, once per kind', async () => {
    const url = await databases.newUrl();
    const store = await databases.store(url);
    const { department, clerk, chief, stranger } = await office(store);
    const { id } = await store.documents.make(letter(department), clerk);
    await store.actors.retire(chief, clerk);
    for (const [actorId, code] of [
      [999, 'ACTOR_UNKNOWN'],
      [stranger, 'DOCUMENT_REFUSED'],
      [chief, 'ACTOR_RETIRED'],
    ] as const)
      await expect(store.documents.attach(id, receipt('不记'), actorId)).rejects.toMatchObject({ code });
    expect(await store.evidence.describe(sha256('不记'))).toBeNull();
    const scan = { ...receipt('扫描件'), kind: 'scan' as const, name: '扫描.pdf' };
    const filed = await store.documents.attach(id, scan, clerk);
    const head = await store.ledger.head();
    expect(await store.documents.attach(id, { ...scan, name: '再扫.pdf' }, clerk)).toEqual(filed);
    expect(await store.ledger.head()).toEqual(head);
    expect((await store.documents.get(id))?.papers).toEqual([filed]);
    await databases.query(url, `update blob_data set data = ${databases.dialect === 'sqlite' ? "x'00'" : "'\\x00'"}`);
    await expect(store.evidence.read(filed.digest)).rejects.toThrow(/扫描\.pdf of the document 应急专班函〔2026〕1号/);
  });

  test('the database itself keeps what a document says, its number and who signed', async () => {
    const url = await databases.newUrl();
    const store = await databases.store(url);
    const { department, clerk } = await office(store);
    const { id } = await store.documents.make(letter(department), clerk);
    await store.documents.sign(id, { actorId: clerk, role: '承办人' });
    await store.documents.attach(id, receipt('回执'), clerk);
    for (const statement of [
      `update document set data_digest = '${sha256('other')}'`,
      "update document set number = '改'",
      'delete from document_signer',
      "update document_signer set role = '签发'",
      'delete from document_paper',
      'delete from document',
      'delete from number_book',
      "update number_book set prefix = '改'",
    ])
      await expect(databases.query(url, statement)).rejects.toThrow(/stay|never deleted|kept|one by one/);
    expect(await store.documents.get(id)).toMatchObject({
      number: '应急专班函〔2026〕1号',
      signers: [{ actorId: clerk }],
    });
  });
});
