/**
 * Writes a small corpus with a platform of its own: whole sweeps in seconds, nothing shared with the shipped corpus.
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PLATFORM = {
  id: 'demo-lift',
  name: '云海省升降设备作业人员证书查询平台',
  owner: '云海省设备安全监督局',
  hosts: ['cx.yhsb.gov.example'],
  titles: ['云海省升降设备作业人员证书查询平台'],
  sections: ['升降设备作业证查询', '司机资格证查询'],
  fields: [
    { label: '证件号码', kind: 'id-number' },
    { label: '姓名', kind: 'person-name' },
    { label: '验证码', kind: 'captcha' },
  ],
  resultFields: ['作业类别', '操作项目', '初领日期', '应复审日期', '签发机关'],
  messages: ['没有查询到相关证件信息'],
  domainTokens: { agency: ['yhsb'], service: ['cx'] },
  keywords: ['升降设备作业证查询'],
};

/** What both fakes show: their operator's, so that they are one gang. */
const CONTACT = '<p>查询遇到问题,请联系客服微信:yhsb_kefu2026</p>';

const query = (
  accent: string,
  note: string,
  contact = '',
) => `<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>${PLATFORM.name}</title>
<style>body{margin:0;font-family:sans-serif}header{background:${accent};color:#fff;padding:24px 60px;font-size:26px}main{width:720px;margin:40px auto}
label{display:inline-block;width:110px}p{margin:18px 0}input,select{width:300px;height:32px}button{width:120px;height:38px;background:${accent};color:#fff;border:0}</style></head>
<body><header>${PLATFORM.name}</header><main><h2>升降设备作业证查询</h2><form onsubmit="return false"><p><label>证件号码</label><input placeholder="请输入证件号码"></p>
<p><label>姓名</label><input placeholder="请输入姓名"></p><p><label>验证码</label><input placeholder="请输入验证码"></p><p><button type="button">查询</button></p></form>
<p>主办单位:云海省设备安全监督局</p>${contact}</main><!-- ${note} --></body></html>`;

const school = `<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>青禾职业学校 - 招生简章</title></head><body><h1>青禾职业学校</h1>
<p>我校开设机电、烹饪、护理等专业,欢迎报考。学员取得证书后,请自行前往主管部门官方网站核验。</p><ul><li>学校简介</li><li>专业设置</li><li>校园生活</li></ul></body></html>`;

/**
 * @returns the corpus folder: one stand-in, one clone (list), one deep link (lead), one school, one dead name, one
 * redirect loop.
 */
export async function smallCorpus(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-corpus-'));
  const write = async (file: string, content: unknown) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  };
  const site = (name: string, json: object, page?: string) =>
    Promise.all([
      write(`sites/${name}/site.json`, json),
      ...(page === undefined ? [] : [write(`sites/${name}/www/index.html`, page)]),
    ]);
  await write('corpus.json', {
    name: 'small',
    version: 1,
    description: 'practice sites made for tests',
    now: '2026-11-21',
    seed: { brands: ['demo-lift', 'no-such-platform'], keywords: PLATFORM.keywords, sources: ['list', 'leads'] },
    references: { 'demo-lift': ['https://cx.yhsb.gov.example/'] },
  });
  await write('brands/demo-lift/profile.json', PLATFORM);
  await write(
    'leads.csv',
    'url,channel,received_at,note\nhttps://yhsb-cx.example/q?id=7,12350,2026-11-20T08:00:00Z,"扫码得到, 疑似假证"\n',
  );
  await site(
    'official',
    { hosts: ['cx.yhsb.gov.example'], label: 'official', brand: 'demo-lift' },
    query('#1456a8', 'practice stand-in'),
  );
  await site(
    'clone',
    {
      hosts: ['cx-yhsb-gov.example'],
      label: 'impersonation',
      brand: 'demo-lift',
      expect: { cluster: 'kefu' },
      registered: '-9d',
      found: [{ by: 'list' }],
    },
    query('#1456a8', 'practice clone', CONTACT),
  );
  await site(
    'deep-link',
    {
      hosts: ['yhsb-cx.example'],
      label: 'impersonation',
      brand: 'demo-lift',
      expect: { entry: '/q?id=7', cluster: 'kefu' },
      found: [{ by: 'lead' }],
      routes: [
        { match: { path: '^/q$', query: { id: '^7$' } }, respond: { file: 'www/index.html' } },
        { match: {}, respond: { status: 404, body: 'not found' } },
      ],
    },
    query('#a81414', 'practice clone, other colours', CONTACT),
  );
  await site(
    'school',
    { hosts: ['qinghe-school.example'], label: 'benign', brand: null, registered: '-3000d', found: [{ by: 'list' }] },
    school,
  );
  await site('dead', {
    hosts: ['gone-cx.example'],
    label: 'dead',
    brand: null,
    dns: { fail: 'nxdomain' },
    found: [{ by: 'list' }],
  });
  await site('loop', {
    hosts: ['loop.example'],
    label: 'hostile',
    brand: null,
    found: [{ by: 'list' }],
    routes: [{ match: {}, respond: { fault: 'redirect-loop' } }],
  });
  return folder;
}
