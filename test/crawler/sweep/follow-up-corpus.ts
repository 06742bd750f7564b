/**
 * The small corpus with sites that only other sites lead to: by a QR code, a link, a certificate, and one step after
 * the other.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { smallCorpus } from '../../small-corpus.ts';

const page = (
  title: string,
  body: string,
) => `<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>
<form onsubmit="return false"><p><label>证件号码</label><input placeholder="请输入证件号码"></p><p><label>姓名</label><input placeholder="请输入姓名"></p>
<p><label>验证码</label><input placeholder="请输入验证码"></p><button type="button">查询</button></form><p>升降设备作业证查询</p>${body}<p>主办单位:云海省设备安全监督局</p></body></html>`;
const TITLE = '云海省升降设备作业人员证书查询平台';

/** Hosts that only the follow-up can find, by how. The last stands one step too far. */
export const LED_TO = {
  qr: 'yhsb-saoma.example',
  link: 'yhsb-lian.example',
  certificate: 'yhsb-tongzheng.example',
  second: 'yhsb-er.example',
  tooFar: 'yhsb-san.example',
} as const;

/** @returns the corpus folder. The clone of the small corpus is the only one of these sites that a source finds. */
export async function followUpCorpus(): Promise<string> {
  const folder = await smallCorpus();
  // without this the library would fetch its WebAssembly from the network
  const binary = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  prepareZXingModule({
    overrides: { wasmBinary: binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength) },
  });
  const { image, error } = await writeBarcode(`https://${LED_TO.qr}/c?id=9`, { format: 'QRCode', scale: 6 });
  if (!image) throw new Error(error);
  const write = async (file: string, content: string | Buffer | object) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(
      join(folder, file),
      typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
    );
  };
  const site = async (name: string, host: string, body: string, more: object = {}) => {
    const found = [{ by: 'link', from: 'clone' }];
    await write(`sites/${name}/site.json`, {
      hosts: [host],
      label: 'impersonation',
      brand: 'demo-lift',
      registered: '-9d',
      found,
      routes: [{ respond: { file: 'www/index.html' } }],
      ...more,
    });
    await write(`sites/${name}/www/index.html`, page(TITLE, body));
  };
  await write('sites/clone/site.json', {
    hosts: ['cx-yhsb-gov.example'],
    label: 'impersonation',
    brand: 'demo-lift',
    registered: '-9d',
    found: [{ by: 'list' }],
    tls: { san: [LED_TO.certificate] },
  });
  await write(
    'sites/clone/www/index.html',
    page(
      TITLE,
      `<p><img src="/qr.png" alt="扫码查询"><a href="https://${LED_TO.link}/">手机版</a> <a href="https://cx.yhsb.gov.example/">官网</a> <a href="https://www.baidu.com/">百度</a></p>`,
    ),
  );
  await write('sites/clone/www/qr.png', Buffer.from(await image.arrayBuffer()));
  await site('by-code', LED_TO.qr, '');
  await site('by-link', LED_TO.link, `<a href="https://${LED_TO.second}/">备用</a>`);
  await site('by-certificate', LED_TO.certificate, '');
  await site('second', LED_TO.second, `<a href="https://${LED_TO.tooFar}/">备用</a>`);
  await site('too-far', LED_TO.tooFar, '');
  return folder;
}
