import './no-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './ask.ts';
import { languageNow, setLanguage } from './i18n/language.ts';
import { router } from './router.tsx';
import { CrashBoundary } from './ui/lost-pages.tsx';
import { Look } from './ui/theme.tsx';
import './ui/css/base.css';
import './ui/css/shell.css';
import './ui/css/page.css';
import './ui/css/list.css';
import './ui/css/values.css';
import './ui/css/forms.css';
import './ui/css/charts.css';
import './ui/css/media.css';
import './ui/css/print.css';

setLanguage(languageNow());

// The Chinese web font is a last resort behind the system's fonts, so it must not delay the first paint.
const later = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 500));
later(() => void import('./ui/fonts.ts'));

const place = document.querySelector('#root');
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Look>
          <CrashBoundary>
            <RouterProvider router={router} />
          </CrashBoundary>
        </Look>
      </QueryClientProvider>
    </StrictMode>,
  );
}
