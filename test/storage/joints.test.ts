/** The joints that screens and commands hang on, all in one store: who acts, what was signed, and the ledger of both. */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { onBothDatabases } from './databases.ts';
import { artifact, assessment, AT, LATER, visitOf } from './samples.ts';

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

  test('a relook and a session, without any sweep, hold what a sweep holds', async () => {
    const store = await databases.store();
    const unit = await store.actors.add({ kind: 'unit', key: 'office', name: '专班办公室' });
    const { id: actorId } = await store.actors.add({ kind: 'person', key: 'li', name: '李四', unitId: unit.id });
    const startedAt = AT;
    const begin = (kind: 'relook' | 'session', legalMode: 'public-view' | 'remote-inspection', purpose: string) =>
      store.occasions.begin({ kind, legalMode, purpose, actorId, startedAt });
    for (const occasion of [
      await begin('relook', 'public-view', '移送后复核'),
      await begin('session', 'remote-inspection', '固定查询结果页'),
    ]) {
      const host = `${occasion.kind}.example`;
      const url = `https://${host}/`;
      await store.jobs.enqueue([{ occasionId: occasion.id, host, url, persona: 'desktop', vantage: 'direct' }]);
      const [job] = await store.jobs.lease(occasion.id, 60_000, 1, Date.now());
      await store.jobs.complete(job!, visitOf(job!), [artifact('html', `<p>${host}</p>`)]);
      await store.assessments.save(occasion.id, assessment(host));
      await store.occasions.finish(occasion.id, LATER);
      expect(await store.occasions.get(occasion.id)).toEqual({ ...occasion, finishedAt: LATER });
      expect((await store.visits.forHost(occasion.id, host)).map(({ artifacts }) => artifacts.length)).toEqual([1]);
      expect((await store.assessments.get(occasion.id, host))?.findings).toEqual(assessment(host).findings);
      expect((await store.dossiers.get({ kind: 'site', key: host }))?.timeline.map(({ what }) => what)).toEqual([
        'first-seen',
        'last-seen',
        'verdict',
      ]);
    }
    expect(await store.sweeps.list()).toEqual([]);
    expect((await store.occasions.list('session')).map(({ legalMode, actorId: by }) => [legalMode, by])).toEqual([
      ['remote-inspection', actorId],
    ]);
  });

  test('what a person decided on an account stands beside what machines say, in one timeline and in the ledger', async () => {
    const url = await databases.newUrl();
    const store = await databases.store(url);
    const machine = await store.actors.machine();
    const unit = await store.actors.add({ kind: 'unit', key: 'office', name: '专班办公室' });
    const { id: actorId } = await store.actors.add({ kind: 'person', key: 'li', name: '李四', unitId: unit.id });
    const account = await store.subjects.note({ kind: 'account', key: 'weixin:gh_0123' }, AT);
    const decision = { subjectId: account.id, occasionId: null, actorId, verdict: 'impersonation' as const };
    const made = await store.decisions.decide({ ...decision, reason: '公众号头像与名称仿冒查询平台' });
    await store.decisions.decide({ ...decision, verdict: null, reason: '主体核实为学校，撤回' });
    const dossier = (await store.dossiers.get(account))!;
    expect(dossier.decisions.map(({ verdict }) => verdict)).toEqual(['impersonation', null]);
    expect(dossier.timeline.map(({ what }) => what)).toEqual(['first-seen', 'last-seen', 'decision', 'decision']);
    expect(dossier.decisions[0]).toEqual(made);
    expect((await store.ledger.list()).filter(({ action }) => action === 'decision')).toMatchObject([
      { actor: 'person/li', subject: { kind: 'account', key: 'weixin:gh_0123' }, detail: { verdict: 'impersonation' } },
      { actor: 'person/li', detail: { verdict: null } },
    ]);

    const long = await store.subjects.note({ kind: 'app', key: 'a'.repeat(300) }, AT);
    await store.decisions.decide({ ...decision, subjectId: long.id, reason: '应用名称仿冒' });
    expect(await store.ledger.list({ subject: { kind: 'app', key: long.key } })).toHaveLength(1);
    await expect(store.ledger.verify({ seq: 1.5, hash: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'LEDGER_HEAD_INVALID',
    });
    const head = (await store.ledger.head())!;
    expect(await store.ledger.verify({ ...head, hash: head.hash.toUpperCase() })).toMatchObject({ intact: true });

    await expect(store.decisions.decide({ ...decision, reason: '\u200b' })).rejects.toMatchObject({
      code: 'DECISION_INVALID',
    });
    await expect(store.decisions.decide({ ...decision, occasionId: 99, reason: '有据' })).rejects.toMatchObject({
      code: 'DECISION_INVALID',
    });
    await expect(store.decisions.decide({ ...decision, reason: ' ' })).rejects.toMatchObject({
      code: 'DECISION_INVALID',
    });
    const byMachine = { ...decision, actorId: machine.id, reason: '分值高' };
    await expect(store.decisions.decide(byMachine)).rejects.toMatchObject({ code: 'DECISION_INVALID' });
    const ofNobody = { ...decision, actorId: 999, reason: '分值高' };
    await expect(store.decisions.decide(ofNobody)).rejects.toMatchObject({ code: 'ACTOR_UNKNOWN' });
    const onNothing = { ...decision, subjectId: 999, reason: '分值高' };
    await expect(store.decisions.decide(onNothing)).rejects.toMatchObject({ code: 'SUBJECT_UNKNOWN' });
    for (const change of [`update decision set reason = 'x'`, 'delete from decision'])
      await expect(databases.query(url, change)).rejects.toThrow(/never changed/);
    expect(await store.decisions.list(account.id)).toHaveLength(2);
  });
});
