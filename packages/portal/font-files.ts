import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const FONT = /url\(["']?data:font\/woff2;[^,]*base64,([^"')]+)["']?\)/g;

/** Cloudscape has its fonts inline. As files, only those that are used are loaded, and data URLs need not be allowed. */
export function fontFiles(base: string): Plugin {
  return {
    name: 'font-files',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('global-styles/index.css')) return undefined;
      return code.replace(FONT, (_, base64: string) => {
        const source = Buffer.from(base64, 'base64');
        const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
        const fileName = `assets/open-sans-${hash}.woff2`;
        this.emitFile({ type: 'asset', fileName, source });
        return `url(${base}${fileName})`;
      });
    },
  };
}
