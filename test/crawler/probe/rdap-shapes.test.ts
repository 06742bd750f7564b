/** RDAP objects with the liberties that servers take; one malformed part takes nothing else with it. */
import { describe, expect, it } from 'vitest';
import { deniesName, parseRdap, relatedRdap } from '../../../crawler/probe/parse-rdap.ts';

const facts = (answer: object) =>
  parseRdap(JSON.stringify({ objectClassName: 'domain', ldhName: 'lamp.example', ...answer })).facts;
const event = (eventAction: unknown, eventDate: unknown) => ({ eventAction, eventDate });
const party = (role: unknown, ...rows: unknown[]) => ({
  roles: role,
  vcardArray: ['vcard', [['version', {}, 'text', '4.0'], ...rows]],
});

describe('the events of an RDAP object', () => {
  it('are each read for themselves: a broken one hides no other', () => {
    const events = [
      null,
      'x',
      event(1, '2020-01-01T00:00:00Z'),
      event('registration', null),
      event('registration', 'soon'),
      event('registration', '2024-03-05T12:00:00+08:00'),
    ];
    expect(facts({ events })).toMatchObject({ createdAt: '2024-03-05T04:00:00.000Z' });
  });

  it.each([
    ['2024-03-05', '2024-03-05T00:00:00.000Z'],
    ['2024-03-05T12:00:00', '2024-03-05T12:00:00.000Z'],
    ['2024-03-05 12:00:00 UTC', '2024-03-05T12:00:00.000Z'],
    ['2024-03-05t12:00:00.123456z', '2024-03-05T12:00:00.000Z'],
    ['2024-03-05T12:00:00+0200', '2024-03-05T10:00:00.000Z'],
    ['0001-01-01T00:00:00Z', null],
    ['05/03/2024', null],
    ['', null],
  ])('may be dated %j', (date, iso) => {
    expect(facts({ events: [event('registration', date)], status: ['active'] })?.createdAt).toBe(iso);
  });

  it('go by several names; the first registration, the last change and the last end count', () => {
    const events = [
      event('Last Changed', '2024-05-01T00:00:00Z'),
      event('last changed', '2024-06-01T00:00:00Z'),
      event('last update of RDAP database', '2025-01-01T00:00:00Z'),
      event('registration', '2024-04-01T00:00:00Z'),
      event('REGISTRATION', '2024-03-01T00:00:00Z'),
      event('registrar expiration', '2027-03-01T00:00:00Z'),
      event('expiration', '2026-03-01T00:00:00Z'),
      event('transfer', '2023-01-01T00:00:00Z'),
    ];
    expect(facts({ events })).toMatchObject({
      createdAt: '2024-03-01T00:00:00.000Z',
      updatedAt: '2024-06-01T00:00:00.000Z',
      expiresAt: '2026-03-01T00:00:00.000Z',
    });
    expect(
      facts({
        events: [event('created', '2024-03-01T00:00:00Z'), event('registrar expiration', '2027-03-01T00:00:00Z')],
      }),
    ).toMatchObject({
      createdAt: '2024-03-01T00:00:00.000Z',
      expiresAt: '2027-03-01T00:00:00.000Z',
    });
  });
});

describe('the contacts of an RDAP object', () => {
  it.each<[string, unknown[], string | null]>([
    ['an organisation with units', [['org', {}, 'text', ['', '灯塔公司', '一部']]], '灯塔公司'],
    ['a list within a list', [['org', {}, 'text', [['灯塔公司', '一部']]]], '灯塔公司'],
    ['several values in a row', [['org', {}, 'text', '', '灯塔公司']], '灯塔公司'],
    [
      'an empty organisation beside a name',
      [
        ['org', {}, 'text', ''],
        ['fn', {}, 'text', '灯某'],
      ],
      '灯某',
    ],
    [
      'a name in parts only',
      [
        ['fn', {}, 'text', ''],
        ['n', {}, 'text', ['灯', '某', '', '', '']],
      ],
      '灯 某',
    ],
    ['capital letters', [['FN', {}, 'text', '灯某']], '灯某'],
    ['no parameters', [['fn', 'text', '灯某']], '灯某'],
    ['a placeholder', [['fn', {}, 'text', 'REDACTED FOR PRIVACY']], null],
    ['a number, an object, nothing', [['fn', {}, 'text', 5], ['org', {}, 'text', {}], ['fn'], 'fn', null], null],
  ])('may be written as %s', (_what, rows, name) => {
    expect(facts({ status: ['active'], entities: [party(['registrant'], ...rows)] })?.registrant).toBe(name);
  });

  it('may have roles as one text, stand within others, beside broken ones, or have a card without its heading', () => {
    const registrant = { roles: 'Registrant', vcardArray: [['fn', {}, 'text', '灯某']] };
    expect(
      facts({
        entities: [null, 'x', { roles: 7 }, { roles: ['registrar'], entities: [{ vcardArray: 3 }, registrant] }],
      })?.registrant,
    ).toBe('灯某');
  });

  it('may be JSContact cards', () => {
    const jscard = {
      '@type': 'Card',
      name: { full: '灯某' },
      organizations: { org: { name: '灯塔公司' } },
      emails: { a: { address: 'owner@lamp.example' } },
    };
    expect(facts({ entities: [{ roles: ['registrant'], jscard }] })).toMatchObject({
      registrant: '灯塔公司',
      registrantEmail: 'owner@lamp.example',
    });
  });

  it.each([
    ['https://registrar.example/contact', null],
    ['mailto:owner@lamp.example', 'owner@lamp.example'],
    ['REDACTED FOR PRIVACY', null],
    ['', null],
  ])('have an e-mail only where it is one: %j', (value, email) => {
    expect(
      facts({
        entities: [
          party(
            ['registrant'],
            ['fn', {}, 'text', '灯某'],
            ['email', {}, 'text', value],
            ['contact-uri', {}, 'uri', 'https://x.example'],
          ),
        ],
      })?.registrantEmail,
    ).toBe(email);
  });

  it('are not believed where the answer says that it put something else there', () => {
    const registrant = party(
      ['registrant'],
      ['fn', {}, 'text', 'Placeholder'],
      ['org', {}, 'text', '灯塔公司'],
      ['email', {}, 'text', 'x1@relay.example'],
    );
    const redacted = (description: string, method: string) => ({ name: { description }, method });
    const known = { entities: [registrant], status: ['active'] };
    expect(
      facts({
        ...known,
        redacted: [redacted('Registrant Email', 'replacementValue'), redacted('Registrant Name', 'emptyValue')],
      }),
    ).toMatchObject({
      registrant: '灯塔公司',
      registrantEmail: null,
    });
    expect(
      facts({
        ...known,
        redacted: [
          { name: { type: 'Registrant Organization' }, method: 'removal' },
          redacted('Registrant Name', 'removal'),
        ],
      })?.registrant,
    ).toBeNull();
    expect(
      facts({
        ...known,
        redacted: [redacted('Registrant Organization', 'partialValue'), redacted('Tech Email', 'removal'), null],
      }),
    ).toMatchObject({
      registrant: '灯塔公司',
      registrantEmail: 'x1@relay.example',
    });
  });
});

describe('the rest of an RDAP object', () => {
  it('survives odd members of its lists', () => {
    expect(
      facts({
        status: ['active', 1, null, '', 'client hold'],
        nameservers: [
          { ldhName: 'NS1.LAMP.EXAMPLE.' },
          'ns2.lamp.example',
          null,
          { unicodeName: '灯.example' },
          { ldhName: 4 },
        ],
      }),
    ).toMatchObject({
      status: ['active', 'client hold'],
      nameServers: ['ns1.lamp.example', 'ns2.lamp.example', '灯.example'],
    });
    expect(parseRdap(`\uFEFF${JSON.stringify({ status: ['active'] })}`).outcome).toBe('found');
  });

  it.each([
    ['{"errorCode":404,"title":"Not Found"}', 'not-found'],
    ['{"errorCode":"404"}', 'not-found'],
    ['{"errorCode":429,"title":"Rate limit exceeded"}', 'not-given'],
    ['{"objectClassName":"entity","handle":"X","status":["active"]}', 'not-given'],
    ['{"objectClassName":"nameserver","status":["active"]}', 'not-given'],
    ['[{"status":["active"]}]', 'not-given'],
    ['<html>404 not found</html>', 'not-given'],
  ])('%s is %s', (text, outcome) => expect(parseRdap(text)).toEqual({ outcome, facts: null }));

  it('with status 404 denies the name in JSON or in silence, never in a web page', () => {
    expect([
      deniesName(''),
      deniesName('{"errorCode":404}'),
      deniesName('\uFEFF{}'),
      deniesName('<!doctype html><h1>404</h1>'),
      deniesName('not found'),
    ]).toEqual([true, true, true, false, false]);
  });

  it('names the registrar’s object also without a media type, but no page of theirs', () => {
    const links = (...list: unknown[]) => JSON.stringify({ links: list });
    expect(
      relatedRdap(
        links(
          null,
          { rel: 'self', href: 'https://a.example/domain/x' },
          { rel: 'related', href: 'https://b.example/rdap/domain/LAMP.EXAMPLE' },
        ),
      ),
    ).toBe('https://b.example/rdap/domain/LAMP.EXAMPLE');
    expect(relatedRdap(links({ rel: 'related', href: 'https://b.example/' }))).toBeNull();
    expect(
      relatedRdap(links({ rel: 'related', type: 'application/rdap+json', href: 'ldap://b.example/domain/x' })),
    ).toBeNull();
    expect(relatedRdap('x')).toBeNull();
  });
});
