import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlatform } from '../../../detectors/brands/platform-schema.ts';
import { MingjingError } from '../../../storage/mingjing-error.ts';

const minimal = { id: 'mem-cx', name: '查询平台', hosts: ['cx.mem.gov.cn', '.mem.gov.cn'] };

function failure(json: unknown): MingjingError {
  try {
    parsePlatform(json, 'brands/x/profile.json');
  } catch (error) {
    if (error instanceof MingjingError) return error;
  }
  throw new Error('expected a MingjingError');
}

/** Every folder beside the schema is a platform. */
function shippedIds(): string[] {
  const entries = readdirSync(new URL('../../../detectors/brands/', import.meta.url), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

describe('a platform profile', () => {
  it('needs only id, name and hosts, and adds no keys of its own', () => {
    expect(parsePlatform(minimal, 'p.json')).toEqual(minimal);
  });

  it('reads null as absent', () => {
    expect(parsePlatform({ ...minimal, owner: null, ids: { icp: null, conac: ['CA1'] } }, 'p.json')).toEqual({
      ...minimal,
      ids: { conac: ['CA1'] },
    });
  });

  it.each([
    ['hosts', { id: 'a', name: 'x' }],
    ['id', { ...minimal, id: 'Mem CX' }],
    ['fields.0.kind', { ...minimal, fields: [{ label: '姓名', kind: 'name' }] }],
    ['colour', { ...minimal, colour: 'blue' }],
    ['ids.iccp', { ...minimal, ids: { iccp: [] } }],
    ['hosts.0', { ...minimal, hosts: ['https://cx.mem.gov.cn/'] }],
    ['references.0', { ...minimal, references: ['cx.mem.gov.cn'] }],
  ])('is refused with the key %s named', (key, json) => {
    const error = failure(json);
    expect(error.code).toBe('PLATFORM_INVALID');
    expect(error.exit).toBe('input');
    expect(error.sentence.en).toContain('brands/x/profile.json');
    expect(error.sentence.en).toContain(key);
    expect(error.sentence.zh).toContain(key);
  });

  it('may not make a whole public suffix official', () => {
    expect(failure({ ...minimal, hosts: ['.gov.cn'] }).sentence.en).toContain('hosts.0');
  });

  it.each(shippedIds())('shipped as %s is valid and named like its folder', (id) => {
    const file = new URL(`../../../detectors/brands/${id}/profile.json`, import.meta.url);
    expect(parsePlatform(JSON.parse(readFileSync(file, 'utf8')), id).id).toBe(id);
  });
});
