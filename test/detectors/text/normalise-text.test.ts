import { describe, expect, it } from 'vitest';
import { compactText, normaliseText } from '../../../detectors/text/normalise-text.ts';

describe('one spelling', () => {
  it.each([
    ['特種作業操作證査詢', '特种作业操作证查询'],
    ['特 种 作 业\u200b操\u00ad作 证', '特种作业操作证'],
    ['ＣＸ．ｍｅｍ', 'cxmem'],
    ['⼯作', '工作'],
    ['「證書」編號：', '证书编号'],
  ])('%s becomes %s', (disguised, plain) => {
    expect(compactText(disguised)).toBe(plain);
  });

  it('keeps line breaks', () => {
    expect(normaliseText('姓\u200b名\nＡ')).toBe('姓名\na');
  });
});
