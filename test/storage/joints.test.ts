/** The joints that screens and commands hang on, all in one store: who acts, what was signed, and the ledger of both. */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { onBothDatabases } from './databases.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

onBothDatabases((databases) => {
  test('a unit, a person, a machine and a signed document are read back, and the ledger is whole', async () => {
    const url = await databases.newUrl();
    const { actors, documents, ...first } = await databases.store(url);
    const machine = await actors.machine();
    const unit = await actors.add({ kind: 'unit', key: 'office', name: '专班办公室', region: '330000' }, machine.id);
    const person = await actors.add({ kind: 'person', key: 'zhang', name: '张三', unitId: unit.id }, machine.id);
    await documents.openBook({ unitId: unit.id, kind: '移送函', year: 2026, prefix: '专班函' }, person.id);
    const made = { unitId: unit.id, kind: '移送函', year: 2026 };
    const digests = { templateDigest: sha256('template'), dataDigest: sha256('data') };
    const { id } = await documents.make({ ...made, ...digests }, person.id);
    const signed = await documents.sign(id, { actorId: person.id, role: '签发' });
    const head = await first.ledger.head();
    await first.close();

    const again = await databases.store(url);
    expect(await again.actors.get(unit.id)).toEqual(unit);
    expect(await again.actors.get(person.id)).toEqual(person);
    expect(await again.actors.machine()).toEqual(machine);
    expect(await again.documents.get(id)).toEqual(signed);
    expect(signed).toMatchObject({ ...made, ...digests, number: '专班函〔2026〕1号', state: 'signed' });
    expect(await again.ledger.verify(head)).toEqual({ intact: true, entries: 6, head });
    expect((await again.ledger.list()).map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      `machine/${hostname()} actor`,
      `machine/${hostname()} actor`,
      `machine/${hostname()} actor`,
      'person/zhang setting',
      'person/zhang document',
      'person/zhang sign',
    ]);
  });
});
