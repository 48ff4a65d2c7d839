import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import { queries } from '../server/ask';
import { useMe } from '../server/me';
import { useLanguage } from '../words/language';
import { FrontDoor, Waiting } from './doors';
import { Fence } from './fence';
import { type Screen, screens } from './screens';
import { Shell } from './shell';
import { theme } from './theme';

const NoSuchPage = lazy(() => import('./no-such-page'));
const pages = screens.map((screen) => ({ ...screen, Page: lazy(screen.load) }));

/** Starts afresh at another address, so that leaving a broken screen is enough. */
function OneScreen({ Page }: { readonly Page: (typeof pages)[number]['Page'] }) {
  const { pathname } = useLocation();
  return (
    <Fence key={pathname}>
      <Suspense fallback={<Waiting />}>
        <Page />
      </Suspense>
    </Fence>
  );
}

function Screens() {
  const me = useMe();
  const seen = pages.filter(({ for: sees }: Screen) => sees(me));
  return (
    <Routes>
      <Route element={<Shell />}>
        {seen.map(({ path, Page }) => (
          <Route key={path} path={path} element={<OneScreen Page={Page} />} />
        ))}
        {/* Whoever has no list of work begins with what was told to them. */}
        <Route path="/" element={<Navigate to="/inbox" replace />} />
        <Route path="*" element={<OneScreen Page={NoSuchPage} />} />
      </Route>
    </Routes>
  );
}

export function App() {
  const language = useLanguage();
  return (
    <ConfigProvider
      locale={language === 'en' ? enUS : zhCN}
      theme={theme}
      button={{ autoInsertSpace: false }}
    >
      <AntApp>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <FrontDoor>
              <Screens />
            </FrontDoor>
          </BrowserRouter>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
