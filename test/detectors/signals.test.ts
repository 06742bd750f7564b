/** The table of signals: complete, in its order, each row with a weight, a file and words in both languages. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hostFindings, pageFindings } from '../../detectors/run-detectors.ts';
import { HOST_DETECTORS, PAGE_DETECTORS, SIGNALS, familyOf } from '../../detectors/signals.ts';
import { SIGNAL_NAMES } from '../../detectors/weights.ts';
import type { Notes } from '../../detectors/guarded.ts';
import type { PageReading } from '../../detectors/reading/page-reading.ts';
import table from '../../detectors/weights.json' with { type: 'json' };
import { capture, context, hostView, page, queryForm } from './page-fixtures.ts';

const rows = Object.entries(SIGNALS);

describe('the table of signals', () => {
  it('has a row for every weight, and a weight for every row', () => {
    expect(rows.map(([name]) => name).toSorted()).toEqual(SIGNAL_NAMES.toSorted());
  });

  it.each(rows)('%s has words in both languages, a family and one detector', (name, { family, words, page, host }) => {
    expect(words.zh).toMatch(/\p{Script=Han}/u);
    expect(words.en).toMatch(/^[a-z]/);
    expect(Object.keys(table.families)).toContain(family);
    expect(familyOf(name)).toBe(family);
    expect([page, host].filter((detect) => detect !== null)).toHaveLength(1);
  });

  it('tells signals apart by words that no other has', () => {
    expect(new Set(rows.map(([, { words }]) => words.zh)).size).toBe(rows.length);
    expect(new Set(rows.map(([, { words }]) => words.en)).size).toBe(rows.length);
  });

  it('names a file for every signal, and every file is named', () => {
    const files = readdirSync(new URL('../../detectors/signals/', import.meta.url)).map((file) => file.slice(0, -3));
    const named = rows.flatMap(([name, { file }]) => (file === null ? [name] : [file]));
    expect(named.filter((file) => !files.includes(file))).toEqual([]);
    expect(files.filter((file) => !named.includes(file) && !(file in SIGNALS))).toEqual([]);
  });

  it('runs in the order in which findings are told apart on a tie', () => {
    expect(PAGE_DETECTORS.map(({ name }) => name)).toEqual([
      'official-cdn',
      'domain-similarity',
      'words',
      'form-fingerprint',
      'screenshot-comparison',
      'result-page',
      'notice-list',
      'emblem',
      'app-offer',
      'copied-assets',
      'copied-identifiers',
      'hot-linked',
      'organ-claim',
      'talking-about',
      'link-directory',
      'archived-copy',
      'own-identity',
      'own-life',
      'certificate-sale',
      'sole-official',
      'no-filing',
      'capture-quality',
      'direct-record',
      'official-frame',
      'frame-left-out',
      'links-return',
      'scripted-answer',
    ]);
    expect(HOST_DETECTORS.map(({ name }) => name)).toEqual([
      'bounce-to-official',
      'cloaking',
      'redirector',
      'shared-host',
      'young-domain',
      'established-domain',
      'registrant-organ',
      'certificate-problem',
      'bare-address',
    ]);
  });
});

describe('a detector that fails', () => {
  it('costs only its own finding of a page, and leaves a note with its name', () => {
    const notes: Notes = [];
    const reading: PageReading = {
      hostView: hostView('site.example', []),
      hosts: ['site.example'],
      talk: 0,
      record: false,
      app: [],
      get sale(): never {
        throw new Error('no sale');
      },
    };
    const found = pageFindings(capture(page(queryForm())), context(), reading, notes);
    expect(found.map(({ detector }) => detector)).toEqual(expect.arrayContaining(['form-fingerprint', 'no-filing']));
    expect(notes).toEqual([
      {
        zh: '检测器 certificate-sale 出错，未计入：no sale',
        en: 'Detector certificate-sale failed and was left out: no sale',
      },
    ]);
  });

  it('costs only its own finding of a host', () => {
    const notes: Notes = [];
    const view = hostView('203.0.113.7', []);
    Object.defineProperty(view, 'probe', {
      get: () => {
        throw new Error('no probe');
      },
    });
    expect(hostFindings(view, context(), [], notes).map(({ detector }) => detector)).toEqual(['bare-address']);
    expect(notes.map(({ en }) => en)).toEqual(['Detector certificate-problem failed and was left out: no probe']);
  });
});
