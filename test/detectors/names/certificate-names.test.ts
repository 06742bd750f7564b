import { describe, expect, it } from 'vitest';
import { tellingNames } from '../../../detectors/names/certificate-names.ts';

const many = (count: number) => Array.from({ length: count }, (_, index) => `customer${index}.example`);
const resembles = (name: string) => name.includes('lamp');

describe('the names of a certificate', () => {
  it('all tell something while they are few, each once', () => {
    expect(tellingNames(['a.example', '*.a.example', 'a.example'], 'a.example', () => false)).toEqual({
      telling: ['a.example', '*.a.example'],
      others: 0,
    });
    expect(tellingNames(many(25), 'a.example', () => false).others).toBe(0);
    expect(tellingNames([], 'a.example', () => true)).toEqual({ telling: [], others: 0 });
  });

  it('of a hoster tell something where they are the site’s own or look like a platform’s; the others are a number', () => {
    const names = [...many(300), '*.SITE.example', 'www.site.example', '*.cx-lamp.example', 'offsite.example'];
    expect(tellingNames(names, 'shop.site.example', resembles)).toEqual({
      telling: ['*.SITE.example', 'www.site.example', '*.cx-lamp.example'],
      others: 301,
    });
  });
});
