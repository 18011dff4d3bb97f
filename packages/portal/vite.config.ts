import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression } from 'vite-plugin-compression2';
import { fontFiles } from './font-files.js';

const BASE = '/portal/';

/** Built to be served by the broker, which sends the compressed form of a file where there is one. */
export default defineConfig({
  base: BASE,
  plugins: [react(), fontFiles(BASE), compression({ algorithms: ['gzip'], threshold: 1_024 })],
  build: {
    target: 'es2022',
    // Its policy allows no data URLs and no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Of all that is bundled: it is passed on with its notices.
    license: { fileName: 'licences.md' },
    chunkSizeWarningLimit: 1_024,
  },
});
