import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/corpus/**', 'node_modules/**'],
    // A net under tests that hang, not a measure: no test may pass or fail by how fast the machine is. None sets its
    // own.
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    // a test that comes to its end without having asserted anything has not passed
    expect: { requireAssertions: true },
    pool: 'forks',
    maxWorkers: 2,
  },
});
