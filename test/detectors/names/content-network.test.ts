import { expect, it } from 'vitest';
import { isContentNetworkName } from '../../../detectors/names/content-network.ts';

it('names below content networks are recognised as such', () => {
  expect(isContentNetworkName('cx.mem.gov.cn.cdngslb.com')).toBe(true);
  expect(isContentNetworkName('cx.mem.gov.cn.example')).toBe(false);
});
