import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/interop/**', 'test/.tmp/**'],
    // Generous, because real processes are started on shared machines; nothing waits for time to pass.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: { include: ['src/**', 'tools/**'] },
  },
})
