import { describe, expect, it } from 'vitest';
import { SALE_THRESHOLD, saleEvidence } from '../../../detectors/reading/sale-evidence.ts';
import { capture, page } from '../page-fixtures.ts';

const valueOf = (text: string, title = '') => saleEvidence(capture(page({ text, title }))).value;

describe('a page that sells certificates', () => {
  it.each([
    ['plainly', '电工证办理，免考包过，三天拿证\n价格800元，加微信：gszs2024'],
    ['with split words', '特种作业操作证\n包 - 过、免 * 考\n联系电话 138-0000-0000'],
    ['in homophones', '电g证 焊g证 办z加V：gszs2024\n不用考试，官网可查\n500元一本'],
    ['in traditional characters', '電工證 免考 包過\n當天出證，驗證後付款\n微信 gszs2024'],
    ['by affiliation', '建造师证书挂靠，高价收证\n内部渠道，快速出证\nQQ：100200300'],
    ['with a QR code only', '安全员证 包拿证 免培训\n不用到场，直接拿证\n扫码添加客服'],
  ])('%s', (_name, text) => {
    expect(valueOf(text)).toBeGreaterThanOrEqual(SALE_THRESHOLD);
  });
});

describe('a page that does not sell certificates', () => {
  it.each([
    [
      'a news report',
      '警方抓获一个制售假证团伙，嫌疑人以“免考”“包过”“官网可查”为噱头招揽顾客，收费500元。\n民警提醒，切勿轻信，举报电话 12350。',
      '捣毁制假窝点',
    ],
    [
      'a school that warns',
      '特种作业操作证培训报名\n收费标准：800元\n电话 020-12345678\n郑重声明：凡承诺免考、包过、不用考试的都是骗子，请勿上当。',
      '某某培训学校',
    ],
    [
      'a school that teaches',
      '电工证培训，理论与实操结合，考试不过可免费再学。\n报名电话 020-12345678，费用 900元\n微信 school2024',
      '某某培训学校',
    ],
    [
      'exemption rules',
      '符合下列条件的考生可免考部分科目，具体办法见通知。\n职称证书办理流程：提交材料，审核，领取证书。咨询电话 020-12345678',
      '免试条件',
    ],
    ['a service hall', '办证大厅\n证书办理指南\n工作日 9:00-17:00\n电话 020-12345678', '政务服务'],
    ['an official page', '特种作业操作证查询\n扫码查询\n联网可查', '查询平台'],
    ['an online shop', '包邮 全场5折 联系客服 微信 shop2024\n价格 100元', '小店'],
    ['nothing', '', ''],
  ])('%s', (_name, text, title) => {
    expect(valueOf(text, title)).toBeLessThan(SALE_THRESHOLD);
  });
});
