import react from '@vitejs/plugin-react';
import { type Plugin, defineConfig } from 'vite';

/** Every browser that runs this build reads woff2; leaving woff out halves the fallback font on disk. */
function woff2Only(): Plugin {
  return {
    name: 'daylight-woff2-only',
    enforce: 'pre',
    transform: {
      filter: { id: /@fontsource[^?]*\.css/ },
      handler: (css) => ({ code: css.replaceAll(/,\s*url\([^)]*\.woff\) format\('woff'\)/g, ''), map: null }),
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [woff2Only(), react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // data: URLs would need an exception in the content security policy
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'zod', test: /node_modules[\\/]zod[\\/]|src[\\/]no-eval\.ts$/, priority: 40 },
            { name: 'echarts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 30 },
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/,
              priority: 20,
            },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': 'http://127.0.0.1:8080' } },
});
