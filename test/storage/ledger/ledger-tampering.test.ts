/** Whoever has the database itself can take the guards away; what is done then is found. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { LedgerCheck } from '../../../storage/ledger/check-chain.ts';
import { ledgerHash } from '../../../storage/ledger/ledger-hash.ts';
import type { LedgerTable } from '../../../storage/databases/ledger-tables.ts';
import type { LedgerHead } from '../../../storage/ledger/ledger-entry.ts';
import { onBothDatabases } from '../databases.ts';

const ROWS = 12;

onBothDatabases((databases) => {
  async function chain() {
    const url = await databases.newUrl();
    const { actors, ledger } = await databases.store(url);
    const { id } = await actors.machine();
    for (let row = 2; row <= ROWS; row += 1)
      await ledger.append({
        actorId: id,
        action: 'decision',
        subject: { kind: 'site', key: `s${row}.example` },
        detail: { row },
      });
    const rows = await databases.query<LedgerTable>(url, 'select * from ledger order by seq');
    const head = await ledger.head();
    return { url, ledger, rows, head };
  }

  async function dropGuards(url: string): Promise<void> {
    for (const event of ['insert', 'update', 'delete'])
      await databases.query(
        url,
        databases.dialect === 'sqlite'
          ? `drop trigger ledger_guards_${event}`
          : `drop trigger ledger_guards_${event} on ledger`,
      );
  }

  const insertion = (row: LedgerTable) =>
    `insert into ledger (${Object.keys(row).join(', ')}) values (${Object.values(row)
      .map((value) => (typeof value === 'number' ? value : `'${value}'`))
      .join(', ')})`;

  test('the database refuses to change, take away or put in anywhere but at the end', async () => {
    const { url, ledger, rows } = await chain();
    const [second] = rows.slice(1);
    if (!second) throw new Error('a second row');
    const refused = [
      `update ledger set detail = '{}' where seq = 2`,
      'update ledger set seq = seq + 100',
      'delete from ledger where seq = 2',
      'delete from ledger',
      insertion({ ...second, seq: ROWS + 2 }),
      insertion({ ...second, seq: 0 }),
      insertion({ ...second, seq: -1 }),
      ...(databases.dialect === 'sqlite'
        ? [
            insertion(second).replace('insert into', 'insert or replace into'),
            insertion(second).replace('insert into', 'replace into'),
            `update or replace ledger set seq = 3 where seq = 2`,
          ]
        : [
            'truncate ledger',
            'truncate ledger cascade',
            `${insertion(second)} on conflict (seq) do update set detail = '{}'`,
          ]),
    ];
    for (const statement of refused)
      await expect(databases.query(url, statement)).rejects.toThrow(/append-only|continued at its end/);
    expect(await databases.query(url, 'select * from ledger order by seq')).toEqual(rows);
    expect(await ledger.verify()).toMatchObject({ intact: true, entries: ROWS });
  });

  type Tampering = [title: string, statements: (rows: LedgerTable[]) => string[], seq: number, fault: string];
  const columns = ['at', 'actor', 'action', 'subject_kind', 'subject_key', 'detail', 'previous_hash', 'hash'];
  const faults: Tampering[] = [
    ...columns.map((column): Tampering => [
      `${column} changed`,
      () => [`update ledger set ${column} = '2026' where seq = 5`],
      5,
      'changed',
    ]),
    ['behind_ms changed', () => ['update ledger set behind_ms = 7 where seq = 5'], 5, 'changed'],
    ['the last row changed', () => [`update ledger set detail = '{"row":0}' where seq = ${ROWS}`], ROWS, 'changed'],
    [
      'a row changed with its hash made anew',
      (rows) => {
        const row = { ...(rows[4] as LedgerTable), detail: '{"row":0}' };
        return [`update ledger set detail = '${row.detail}', hash = '${ledgerHash(row)}' where seq = 5`];
      },
      6,
      'unlinked',
    ],
    ['a row taken away', () => ['delete from ledger where seq = 5'], 5, 'missing'],
    ['the first row taken away', () => ['delete from ledger where seq = 1'], 1, 'missing'],
    [
      'a row taken away and the others moved up',
      () => [
        'delete from ledger where seq = 5',
        ...Array.from(
          { length: ROWS - 5 },
          (_, index) => `update ledger set seq = ${index + 5} where seq = ${index + 6}`,
        ),
      ],
      5,
      'changed',
    ],
    [
      'two rows swapped',
      () => [
        'update ledger set seq = 1000 where seq = 5',
        'update ledger set seq = 5 where seq = 7',
        'update ledger set seq = 7 where seq = 1000',
      ],
      5,
      'changed',
    ],
    [
      'a row put in between',
      (rows) => {
        const moved = Array.from(
          { length: ROWS - 5 },
          (_, index) => `update ledger set seq = ${ROWS - index + 1} where seq = ${ROWS - index}`,
        );
        const previous = rows[4] as LedgerTable;
        const put = { ...previous, seq: 6, previous_hash: previous.hash, detail: '{}' };
        return [...moved, insertion({ ...put, hash: ledgerHash(put) })];
      },
      7,
      'changed',
    ],
    ['a row put in before the first', (rows) => [insertion({ ...(rows[0] as LedgerTable), seq: 0 })], 0, 'inserted'],
    ['a row put in far before', (rows) => [insertion({ ...(rows[0] as LedgerTable), seq: -9 })], -9, 'inserted'],
    [
      'a row put in after the end',
      (rows) => [insertion({ ...(rows[0] as LedgerTable), seq: ROWS + 1 })],
      ROWS + 1,
      'changed',
    ],
  ];

  test.each(faults)('%s: found, with the first row that is wrong', async (_title, statements, seq, fault) => {
    const { url, ledger, rows } = await chain();
    await dropGuards(url);
    for (const statement of statements(rows)) await databases.query(url, statement);
    const check = await ledger.verify();
    expect(check).toMatchObject({ intact: false, seq, fault });
    expect(sentenceOf(check)).toContain(String(seq));
  });

  const tails: [string, (rows: LedgerTable[]) => string[], number, string][] = [
    ['the last row cut off', () => [`delete from ledger where seq = ${ROWS}`], ROWS, 'cut'],
    ['the end cut off', () => ['delete from ledger where seq > 4'], 5, 'cut'],
    ['everything gone', () => ['delete from ledger'], 1, 'cut'],
    [
      'the end written anew, each hash right',
      (rows) => {
        let previous = rows[ROWS - 3] as LedgerTable;
        const anew = rows.slice(ROWS - 2).map((row) => {
          const changed = { ...row, detail: '{}', previous_hash: previous.hash };
          previous = { ...changed, hash: ledgerHash(changed) };
          return insertion(previous);
        });
        return [`delete from ledger where seq > ${ROWS - 2}`, ...anew];
      },
      ROWS,
      'rewritten',
    ],
  ];

  test.each(tails)('%s: found by a head that was kept', async (_title, statements, seq, fault) => {
    const { url, ledger, rows, head } = await chain();
    await dropGuards(url);
    for (const statement of statements(rows)) await databases.query(url, statement);
    expect(await ledger.verify()).toMatchObject({ intact: true });
    expect(await ledger.verify(head)).toMatchObject({ intact: false, seq, fault });
  });

  test('a ledger that was tampered with still takes what is done, and the fault stays to be seen', async () => {
    const { url, ledger, rows } = await chain();
    await dropGuards(url);
    await databases.query(url, `update ledger set at = 'never', hash = 'x' where seq = ${ROWS}`);
    const subject = { kind: 'case', key: '1' };
    const entry = { actorId: rows[0]?.actor_id ?? 0, action: 'export' as const, subject, detail: null };
    expect(await ledger.append(entry)).toMatchObject({ seq: ROWS + 1, behindMs: 0, previousHash: 'x' });
    expect(await ledger.verify()).toMatchObject({ intact: false, seq: ROWS, fault: 'changed' });
  });

  test('an earlier head still fits after more was written', async () => {
    const { ledger, head, rows } = await chain();
    const entry = { actorId: rows[0]?.actor_id ?? 0, action: 'export' as const, subject: { kind: 'case', key: '1' } };
    await ledger.append({ ...entry, detail: null });
    expect(await ledger.verify(head)).toMatchObject({ intact: true, entries: ROWS + 1 });
    const other: LedgerHead = { seq: head?.seq ?? 0, hash: 'f'.repeat(64) };
    expect(await ledger.verify(other)).toMatchObject({ intact: false, seq: ROWS, fault: 'rewritten' });
  });

  test('more rows than one batch are checked, whichever batch the fault is in', async () => {
    const { url, ledger, rows } = await chain();
    const last = rows.at(-1) as LedgerTable;
    const handle = await databases.handle(url);
    let previous = last;
    await handle.transaction(async (transaction) => {
      for (let seq = ROWS + 1; seq <= 2300; seq += 1) {
        const { hash: _own, ...row } = { ...last, seq, previous_hash: previous.hash };
        previous = { ...row, hash: ledgerHash(row) };
        await transaction.insertInto('ledger').values(previous).execute();
      }
    });
    expect(await ledger.verify()).toEqual({ intact: true, entries: 2300, head: { seq: 2300, hash: previous.hash } });
    await dropGuards(url);
    for (const seq of [2299, 2001, 1001, 1000]) {
      await databases.query(url, `update ledger set detail = '{"row":0}' where seq = ${seq}`);
      expect(await ledger.verify()).toMatchObject({ intact: false, seq, fault: 'changed' });
    }
  });
});

test('the hash is that of the documented encoding, made without our code', () => {
  const row: Omit<LedgerTable, 'hash'> = {
    seq: 1,
    at: '2026-11-30T21:00:00.000Z',
    behind_ms: 0,
    actor_id: 3,
    actor: 'person/张三',
    action: 'decision',
    subject_kind: 'site',
    subject_key: 'a"b\\c\n\u0001\u2028',
    detail: '{"a":"假冒"}',
    previous_hash: '0'.repeat(64),
  };
  const text =
    '["mingjing-ledger-1",1,"2026-11-30T21:00:00.000Z",0,3,"person/张三","decision","site",' +
    `"a\\"b\\\\c\\n\\u0001\u2028","{\\"a\\":\\"假冒\\"}","${'0'.repeat(64)}"]`;
  expect(ledgerHash(row)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
});

function sentenceOf(check: LedgerCheck): string {
  return check.intact ? '' : check.because.zh;
}
