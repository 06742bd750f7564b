import { describe, expect, it } from 'vitest';
import type { CaptureView, HostView } from '../../detectors/host-view.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import { article } from './drawn-raster.ts';
import { judge } from './judged-pages.ts';
import { OFFICIAL_FORM, OFFICIAL_HOME, WORKS, capture, field, page, queryForm, registered } from './page-fixtures.ts';

describe('honest sites are never accused', () => {
  const school = '某某安全培训学校';
  const lesson = `首页\n${school}\n很多学员问如何查询证书。打开浏览器，输入网址 cx.works.gov.cn ，进入“${WORKS.name}”。\n点击“特种作业操作证查询”，选择证件类型，填写证件号码、姓名、验证码，点击查询即可。\n谨防假冒网站，切勿上当受骗。\n版权所有 ${school}`;
  it.each<[string, string, CaptureView[], Partial<HostView>, Assessment['verdict']]>([
    ['a listed host', 'cx.works.gov.cn', [capture(OFFICIAL_FORM)], {}, 'official'],
    [
      'a school quoting the name and the picture',
      'school.example',
      [
        capture(page({ url: 'https://school.example/1', title: `特种作业操作证查询方法 - ${school}`, text: lesson }), {
          raster: article(),
        }),
      ],
      {},
      'benign',
    ],
    [
      'a school with its own lookup beside the lesson',
      'school.example',
      [
        capture(
          page({ url: 'https://school.example/2', title: `学员证书查询 - ${school}`, text: lesson, ...queryForm() }),
        ),
      ],
      {},
      'benign',
    ],
    [
      "a school's lookup of its own certificates",
      'school.example',
      [
        capture(
          page({
            url: 'https://school.example/3',
            title: `结业证书查询 - ${school}`,
            text: `${school}\n结业证书查询\n版权所有：${school}`,
            fields: [field('姓名'), field('身份证号'), field('验证码')],
          }),
        ),
      ],
      {},
      'benign',
    ],
    [
      'a province on its own government host',
      'yjt.shanxi.gov.cn',
      [
        capture(
          page({
            url: 'https://yjt.shanxi.gov.cn/cx',
            title: '山西省应急管理厅 特种作业操作证查询',
            text: '山西省应急管理厅\n特种作业操作证查询\n主办单位：山西省应急管理厅',
            ...queryForm(),
          }),
        ),
      ],
      {},
      'benign',
    ],
    [
      'an unlisted organ on an open name',
      'crane.gd.example',
      [
        capture(
          page({
            url: 'https://crane.gd.example/',
            title: '广东省建筑施工特种作业人员管理系统',
            text: '广东省建筑施工特种作业人员管理系统\n证书查询\n主办单位：广东省建设执业资格注册中心\n粤ICP备12345678号',
            ...queryForm(),
          }),
        ),
      ],
      { registration: registered(4000) },
      'benign',
    ],
    [
      'a parcel query',
      'kd.example',
      [
        capture(
          page({
            url: 'https://kd.example/',
            title: '快递查询',
            text: '快递单号查询',
            fields: [field('运单号'), field('验证码')],
          }),
          { raster: article(77) },
        ),
      ],
      {},
      'benign',
    ],
    [
      'a company listing its people',
      'co.example',
      [
        capture(
          page({
            url: 'https://co.example/',
            title: '特种作业人员持证公示 - 某某有限公司',
            text: '姓名 作业类别 操作项目 初领日期 应复审日期',
            tables: [
              ['姓名', '作业类别', '操作项目', '初领日期', '应复审日期'],
              ...Array.from({ length: 9 }, (_, row) => [
                `员工${row}`,
                '电工作业',
                '低压电工',
                '2023-05-06',
                '2026-05-05',
              ]),
            ],
          }),
        ),
      ],
      {},
      'benign',
    ],
    [
      'a page that embeds the official one',
      'embed.example',
      [
        capture(
          page({
            ...OFFICIAL_FORM,
            url: 'https://embed.example/',
            title: '证书查询入口',
            frames: ['https://cx.works.gov.cn/special'],
            forms: [{ action: null, method: 'get', frame: 'https://cx.works.gov.cn/special' }],
            text: '证书查询入口\n证件类型\n证件号码',
          }),
        ),
      ],
      {},
      'benign',
    ],
    [
      'a redirect to the official site',
      'go.example',
      [capture(OFFICIAL_HOME, { url: 'https://go.example/' })],
      {},
      'benign',
    ],
    [
      'a look-alike name without content of that kind',
      'news-gov-cn.example',
      [
        capture(
          page({
            url: 'https://news-gov-cn.example/',
            title: '某某资讯',
            text: '今日新闻：全市运动会开幕，市民踊跃参加，现场气氛热烈。',
          }),
        ),
      ],
      {},
      'benign',
    ],
  ])('%s', (_name, host, captures, parts, verdict) => {
    const assessment = judge(host, captures, parts);
    expect(assessment.verdict).toBe(verdict);
    expect(assessment.score).toBeLessThan(50);
    expect(assessment.platform).toBeNull();
  });
});
