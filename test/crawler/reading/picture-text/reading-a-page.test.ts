/** Text in pictures end to end: the real browser draws it, the real engine reads it, the real store keeps it. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPictureText } from '../../../../detectors/reading/picture-text.ts';
import { catchUp } from '../../../../crawler/sweep/catch-up.ts';
import { loadHostView } from '../../../../crawler/sweep/load-host-view.ts';
import type { PictureText } from '../../../../storage/vocabulary/page-model.ts';
import { openRig, SETTINGS, type CaptureRig, type KeptVisit } from '../../capture/capture-rig.ts';
import { html } from '../../capture/loopback-world.ts';

let rig: CaptureRig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const TITLE = '特种作业操作证查询平台';
const LABELS = ['证件号码', '姓名', '验证码'];

const drawn = (more = ''): string => `<canvas id="c" width="1200" height="600"></canvas>${more}<script>
  const pen = document.getElementById('c').getContext('2d');
  pen.fillStyle = '#fff'; pen.fillRect(0, 0, 1200, 600); pen.fillStyle = '#123';
  pen.font = '36px sans-serif'; pen.fillText('${TITLE}', 300, 80);
  pen.font = '18px sans-serif'; ${JSON.stringify(LABELS)}.forEach((label, index) => pen.fillText(label, 200, 185 + index * 60));
</script>`;

/** What the reader had no time for beside the visits is made up for, as in a sweep. */
const readOnABusyMachineToo = (sweepId: number) =>
  catchUp({ store: rig.store, egress: rig.egress, capture: SETTINGS, signal: new AbortController().signal }, sweepId);

const kinds = (visit: KeptVisit | undefined): string[] => visit?.artifacts.map(({ kind }) => kind) ?? [];
const textOf = async (visit: KeptVisit): Promise<PictureText> =>
  JSON.parse((await rig.read(visit, 'picture-text')).toString()) as PictureText;

describe('a page that draws its text', () => {
  it('is read, and the lines are kept with their places but without the captcha, derived from the screenshot', async () => {
    const inputs = LABELS.map(
      (_label, index) =>
        `<input name="f${index}" style="position:absolute;left:300px;top:${170 + index * 60}px;width:220px;height:28px">`,
    ).join('');
    const captcha = `<img style="position:absolute;left:530px;top:286px" width="100" height="36" src="data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="36"><text x="8" y="27" font-size="26">4RK8</text></svg>')}">`;
    rig.world.sites.set(
      'drawn.example',
      html(drawn(inputs + captcha), { title: '', head: '<style>body{margin:0}</style>' }),
    );
    const sweepId = await rig.plan([{ url: 'http://drawn.example/' }]);
    await rig.run(sweepId);
    await readOnABusyMachineToo(sweepId);
    const [visit] = await rig.store.visits.forHost(sweepId, 'drawn.example');
    const read = await textOf(visit!);
    expect(read).toMatchObject({
      engine: '@gutenye/ocr-node',
      version: expect.stringMatching(/^\d/) as unknown,
      incomplete: null,
    });
    expect(read.lines.map(({ text }) => text)).toEqual(expect.arrayContaining([TITLE, ...LABELS]));
    expect(JSON.stringify(read.lines)).not.toMatch(/4RK8/i);
    const title = read.lines.find(({ text }) => text === TITLE);
    expect(Math.abs(title!.box.x - 300)).toBeLessThan(15);
    expect(Math.abs(title!.box.y + title!.box.height / 2 - 67)).toBeLessThan(15);
    const artifact = visit!.artifacts.find(({ kind }) => kind === 'picture-text');
    expect(artifact!.derivedFrom).toBe(
      createHash('sha256')
        .update(await rig.read(visit!, 'screenshot'))
        .digest('hex'),
    );
    expect(artifact!.method).toMatch(/^@gutenye\/ocr-node \S+ \((drawn-text|unlabelled-fields)\)$/);

    const view = (await loadHostView(rig.store, sweepId, 'drawn.example')).captures[0]!;
    expect(view.pictureText!.map(({ text }) => text)).toContain(TITLE);
    const seen = withPictureText(view.page!, view.pictureText);
    expect({ headings: seen.headings, lines: view.pictureText }).toMatchObject({ headings: [TITLE] });
    expect(seen.fields.map(({ label }) => label)).toEqual(LABELS);
    expect(seen.text).toContain(TITLE);
    expect(view.page).toMatchObject({ drawings: [{ tag: 'canvas', box: { width: 1200, height: 600 } }] });
  });

  it('is read too when the DOM holds other words that nobody sees', async () => {
    const hidden = '本站介绍各地培训安排与考试须知。'.repeat(40);
    rig.world.sites.set(
      'covered.example',
      html(`<div style="position:absolute;z-index:-1">${hidden}</div><p style="opacity:0">${hidden}</p>${drawn()}`),
    );
    const sweepId = await rig.plan([{ url: 'http://covered.example/' }]);
    await rig.run(sweepId);
    await readOnABusyMachineToo(sweepId);
    const [visit] = await rig.store.visits.forHost(sweepId, 'covered.example');
    expect((await textOf(visit!)).lines.map(({ text }) => text)).toContain(TITLE);
  });

  it('is not read when reading is switched off', async () => {
    rig.world.sites.set('off.example', html(drawn()));
    const sweepId = await rig.plan([{ url: 'http://off.example/' }]);
    await rig.run(sweepId, { settings: { readPictures: false } });
    const [visit] = await rig.store.visits.forHost(sweepId, 'off.example');
    expect(kinds(visit)).not.toContain('picture-text');
    expect((await loadHostView(rig.store, sweepId, 'off.example')).captures[0]).toMatchObject({ pictureText: null });
  });
});

describe('a page that says its text', () => {
  it('is not read: the same words in the DOM, a photo, an empty page', async () => {
    const form = LABELS.map((label) => `<p><label>${label} <input></label></p>`).join('');
    const photo = `<canvas id="c" width="1000" height="600"></canvas><script>
      const pen = document.getElementById('c').getContext('2d');
      const pixels = pen.createImageData(1000, 600);
      let grain = 1;
      const random = () => (grain = (grain * 48271) % 2147483647) / 2147483647;
      for (let y = 0; y < 600; y++) for (let x = 0; x < 1000; x++) {
        const light = 120 + 70 * Math.sin(x / 90 + Math.sin(y / 70)) + (y > 300 + 60 * Math.sin(x / 110) ? -60 : 0) + 24 * (random() - 0.5);
        pixels.data.set([light + 20, light, light - 20, 255], (y * 1000 + x) * 4);
      }
      pen.putImageData(pixels, 0, 0);
    </script>`;
    rig.world.sites.set(
      'said.example',
      html(`<h1>${TITLE}</h1>${form}<p>${'以上信息仅供参考,如有疑问请与发证机关联系。'.repeat(6)}</p>`),
    );
    rig.world.sites.set('photo.example', html(photo));
    rig.world.sites.set('empty.example', html(''));
    const visits = await rig.visit(
      { url: 'http://said.example/' },
      { url: 'http://photo.example/' },
      { url: 'http://empty.example/' },
      { url: 'http://said.example/', persona: 'mobile' },
    );
    expect(visits).toHaveLength(4);
    for (const visit of visits) expect([visit.url, ...kinds(visit)]).not.toContain('picture-text');
    expect((await rig.pageOf(visits[0]!)).textBoxes!.length).toBeGreaterThan(4);
  });
});
