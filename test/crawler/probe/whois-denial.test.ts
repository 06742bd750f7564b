/** Answers without facts: nobody has the name, the server will not tell, or it says nothing of the name at all. */
import { describe, expect, it } from 'vitest';
import { parseWhois } from '../../../crawler/probe/parse-whois.ts';

const TERMS = `
TERMS OF USE: You are not authorized to access or query our Whois
database through the use of electronic processes that are high-volume and
automated. Excessive queries will be blocked, and access denied.
`;
const RIPE_TERMS =
  '% The objects are in a test format. Rights restricted by copyright.\n% If you exceed the limit your access will be denied. A domain that is not found may be free.\n%\n';

describe('a name that nobody has', () => {
  it.each([
    ['No match for "LAMP.COM".', ''],
    ['NOT FOUND', ''],
    ['No Data Found', TERMS],
    ['%ERROR:101: no entries found\n% No entries found.', ''],
    ['The queried object does not exist: DOMAIN NOT FOUND', TERMS],
    ['Domain Name: lamp.top\nDomain Status: Available', TERMS],
    ['Domain Name: lamp.top\nDomain Status: No Object Found', TERMS],
    ['Status: AVAILABLE', ''],
    ['Domain: lamp.de\nStatus: free', ''],
    ['domain: lamp.it\nStatus:             AVAILABLE', ''],
    ['lamp.nl is free', ''],
    ['The domain lamp.hk has not been registered.', ''],
    ['No Found', ''],
    [
      '도메인 lamp.kr은 등록되어 있지 않습니다.\n\nThe requested domain was not found in the Registry or Registrar’s WHOIS Server.',
      '',
    ],
    ['No match!!\n\nWith JPRS WHOIS, you can query the following domain name information', ''],
    ['domain_name: lamp.co.nz\nquery_status: 220 Available', ''],
    ['No_Se_Encontro_El_Objeto/Object_Not_Found', ''],
    ['We do not have an entry in our database matching your query.', ''],
    ['No information available about domain name lamp.pl in the Registry database.', ''],
    ['Invalid query or domain name not known in Test Registry', ''],
    ['No matching record.', ''],
    ['您查询的域名未注册', ''],
    ['查無此域名', ''],
  ])('%j is not-found', (text, after) => {
    expect(parseWhois(`${text}\n${after}`, 'lamp.top').outcome).toBe('not-found');
    expect(parseWhois(`${RIPE_TERMS}\n${text}\n${after}`, 'lamp.top').outcome).toBe('not-found');
  });
});

describe('a server that does not tell', () => {
  it.each([
    'Query rate exceeded. Domain not found.',
    'WHOIS LIMIT EXCEEDED - SEE THE TERMS FOR DETAILS\nNo match for lamp.top',
    'Error: too many requests from your address\nNOT FOUND',
    '%ERROR:201: access denied for 192.0.2.1\n%\n% No entries found',
    '% Error: 55000000002 Connection refused; access control limit reached.\nlamp.de not found',
    'Your request is being rate limited. The domain lamp.top was not found in the cache.',
    'You have exceeded the allowed number of queries. No data found.',
    'Maximum number of queries reached, please try again tomorrow. Object does not exist.',
    'Your IP has been blocked. Domain not found',
    'Requests of this client are not permitted. Please use https://www.registry.example/whois/',
    'Server is busy, please retry again later. Not found.',
    'Internal server error: record not found',
    'The WHOIS server for this TLD was not found',
    'No whois server is known for this kind of object. Not found',
    '查询过于频繁，请稍后再试。未找到该域名，域名不存在',
    '超过查询次数限制，未注册',
    'Invalid domain name: not found',
    '<html><head><title>404 Not Found</title></head><body>not found</body></html>',
    'HTTP/1.1 404 Not Found\r\n\r\n',
  ])('%j is not-given, whatever else it says', (text) => {
    expect(parseWhois(text, 'lamp.top')).toEqual({ outcome: 'not-given', facts: null });
  });
});

describe('an answer about something else', () => {
  it.each([
    'Reserved by the registry',
    'This name is reserved.',
    'Sorry, the domain you requested is in the reserved list.',
    'Domain not available\n\nMore information is available at https://registry.example/',
    'the Domain Name you apply can not be registered online.',
    `Welcome to the test WHOIS.${TERMS}`,
    'If the domain is not found, it may be available for registration.',
    'Data is available at our web site.',
  ])('%j says nothing of the name', (text) => {
    expect(parseWhois(text, 'lamp.top')).toEqual({ outcome: 'not-given', facts: null });
  });

  it('with facts of the name stays found, whatever its terms say', () => {
    expect(
      parseWhois(`Registrar: Invented\nCreation Date: 2024-03-05\n${TERMS}Not found queries are counted.`, 'lamp.top')
        .outcome,
    ).toBe('found');
    expect(
      parseWhois('Domain: lamp.de\nNserver: ns1.lamp.example\nStatus: connect\nStatus: free\n', 'lamp.de').outcome,
    ).toBe('found');
  });
});
