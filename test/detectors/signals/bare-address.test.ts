import { expect, it } from 'vitest';
import { bareAddress } from '../../../detectors/signals/bare-address.ts';
import { hostView } from '../page-fixtures.ts';

it('is a host without a name', () => {
  expect(bareAddress(hostView('203.0.113.7', []))).toMatchObject([{ detector: 'bare-address', value: 1 }]);
  expect(bareAddress(hostView('site.example', []))).toEqual([]);
});
