/**
 * An address that is a file: kept unopened, named as it is offered, typed by its bytes, and handed to the detectors.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileType } from '../../../crawler/reading/file-type.ts';
import { loadHostView } from '../../../crawler/sweep/load-host-view.ts';
import { offeredName } from '../../../crawler/capture/offered-name.ts';
import { openRig, type CaptureRig } from './capture-rig.ts';

let rig: CaptureRig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/** A ZIP's local headers with these names, enough to be told by. */
const zip = (...names: string[]): Buffer =>
  Buffer.concat(
    names.map((name) =>
      Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(26), Buffer.from(name), Buffer.from('…')]),
    ),
  );

const FILES: [path: string, headers: Record<string, string>, data: Buffer, name: string, type: string][] = [
  [
    '/notice.pdf',
    { 'content-type': 'application/pdf' },
    Buffer.from('%PDF-1.5\n%%EOF'),
    'notice.pdf',
    'application/pdf',
  ],
  [
    '/get?id=7',
    {
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''%E8%AF%81%E4%B9%A6.apk",
    },
    zip('AndroidManifest.xml', 'classes.dex'),
    '证书.apk',
    'application/vnd.android.package-archive',
  ],
  [
    '/list.doc',
    { 'content-type': 'application/msword' },
    Buffer.from('d0cf11e0a1b11ae10000', 'hex'),
    'list.doc',
    'application/x-ole-storage',
  ],
  ['/all.zip', { 'content-type': 'application/zip' }, zip('a.txt'), 'all.zip', 'application/zip'],
  [
    '/form.pdf',
    { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment; filename="form.pdf"' },
    Buffer.from('MZ\u0090\u0000'),
    'form.pdf',
    'application/x-msdownload',
  ],
];

it('keeps name and type beside size and digest, as detectors get them', async () => {
  rig.world.sites.set('files.example', (request, response) => {
    const [, headers, data] = FILES.find(([path]) => path === request.url) ?? [];
    response.writeHead(data ? 200 : 404, headers).end(data);
  });
  const sweepId = await rig.plan(FILES.map(([path]) => ({ url: `http://files.example${path}` })));
  await rig.run(sweepId);
  const { captures } = await loadHostView(rig.store, sweepId, 'files.example');
  for (const [path, , data, name, mediaType] of FILES) {
    const view = captures.find(({ visit }) => visit.url.endsWith(path))!;
    expect([view.visit.outcome, view.downloads]).toEqual([
      'download',
      [{ name, mediaType, bytes: data.length, digest: view.artifacts.download }],
    ]);
  }
});

it.each<[string, Buffer, string]>([
  ['a PDF behind a preamble', Buffer.from(`${' '.repeat(200)}%PDF-1.7`), 'application/pdf'],
  [
    'a Word document',
    zip('[Content_Types].xml', 'word/document.xml'),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  ['a page', Buffer.from('\n<!DOCTYPE html><html>'), 'text/html'],
  ['text', Buffer.from('姓名,证号\n'), 'text/plain'],
  ['bytes', Buffer.from([1, 2, 3, 0]), 'application/octet-stream'],
])('tells %s', (_what, data, type) => expect(fileType(data)).toBe(type));

it.each<[string | undefined, string, string]>([
  ['attachment; filename="list.pdf"', 'http://a.example/d?id=1', 'list.pdf'],
  ["attachment; filename=x.bin; filename*=UTF-8''%E5%90%8D%E5%8D%95.xlsx", 'http://a.example/', '名单.xlsx'],
  [`attachment; filename="${Buffer.from('名单.doc').toString('latin1')}"`, 'http://a.example/', '名单.doc'],
  ['attachment; filename=%E8%AF%81.zip', 'http://a.example/', '证.zip'],
  [undefined, 'http://a.example/f/%E8%AF%81.apk?v=2', '证.apk'],
  ['attachment', 'http://a.example/%', '%'],
])('reads the name that is offered: %s', (disposition, url, name) => expect(offeredName(disposition, url)).toBe(name));
