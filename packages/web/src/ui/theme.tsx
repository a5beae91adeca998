import { App, ConfigProvider, type ThemeConfig, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useLayoutEffect, useSyncExternalStore } from 'react';
import { useLanguage } from '../i18n/language.ts';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

export function useDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      dark.addEventListener('change', listener);
      return () => dark.removeEventListener('change', listener);
    },
    () => dark.matches,
  );
}

/** System fonts with Chinese first; the web font at the end is fetched only where none of them is there. */
export const fontFamily = [
  'system-ui',
  '"PingFang SC"',
  '"HarmonyOS Sans SC"',
  '"Microsoft YaHei UI"',
  '"Microsoft YaHei"',
  '"Source Han Sans SC"',
  '"Noto Sans CJK SC"',
  '"WenQuanYi Micro Hei"',
  '"Noto Sans SC"',
  'sans-serif',
].join(', ');

const shared: ThemeConfig['token'] = {
  fontFamily,
  fontFamilyCode: 'ui-monospace, "SFMono-Regular", Consolas, "Liberation Mono", monospace',
  fontSize: 14,
  borderRadius: 6,
  lineHeight: 1.6,
  motionUnit: 0.06,
  wireframe: false,
};

/** Quiet sunlight: one warm accent on greys with a little warmth; states keep their usual colours, darkened to read. */
const light: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#ad5209',
    colorLink: '#9a4707',
    colorInfo: '#1d5fa8',
    colorSuccess: '#2a7a3b',
    colorWarning: '#b06d00',
    colorError: '#c02b22',
    colorTextBase: '#24211d',
    colorBgLayout: '#f6f5f2',
    colorBorder: '#d3cec5',
    colorBorderSecondary: '#e7e3dc',
    colorTextSecondary: '#57524b',
    colorTextTertiary: '#6b665e',
    colorTextDescription: '#6b665e',
    colorTextPlaceholder: '#77716a',
  },
  components: {
    Layout: { siderBg: '#fbfaf8', headerBg: '#ffffff', bodyBg: '#f6f5f2' },
    Menu: {
      itemBg: 'transparent',
      subMenuItemBg: 'transparent',
      itemSelectedBg: '#fbeadb',
      itemSelectedColor: '#8a3f05',
    },
    Table: { headerBg: '#f4f1ec', headerColor: '#45413b', rowHoverBg: '#fdf8f2' },
  },
};

const night: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#e08a35',
    colorLink: '#efa65d',
    colorInfo: '#6aa9ea',
    colorSuccess: '#5fb573',
    colorWarning: '#d9a13a',
    colorError: '#e8695f',
    colorTextBase: '#ece8e1',
    colorBgBase: '#171614',
    colorBgLayout: '#121110',
    colorBgContainer: '#1c1b19',
    colorBgElevated: '#262422',
    colorBorder: '#4a4640',
    colorBorderSecondary: '#34312d',
    colorTextSecondary: '#c4beb4',
    colorTextTertiary: '#a39d93',
    colorTextDescription: '#a39d93',
    colorTextPlaceholder: '#958f85',
    colorTextLightSolid: '#171310',
  },
  components: {
    Layout: { siderBg: '#191816', headerBg: '#1c1b19', bodyBg: '#121110' },
    Menu: {
      itemBg: 'transparent',
      subMenuItemBg: 'transparent',
      itemSelectedBg: '#3b2a19',
      itemSelectedColor: '#f3b477',
    },
    Table: { headerBg: '#252320', headerColor: '#cfc8bd', rowHoverBg: '#24211e' },
    Tooltip: { colorTextLightSolid: '#f3efe8' },
  },
};

const everywhere: NonNullable<ThemeConfig['components']> = {
  Table: { cellPaddingBlockSM: 6, cellPaddingInlineSM: 10 },
  Menu: { itemHeight: 34, itemMarginInline: 8, itemBorderRadius: 6, iconSize: 15, groupTitleFontSize: 12 },
  Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px' },
  Descriptions: { itemPaddingBottom: 8 },
  Card: { headerHeight: 44, headerFontSize: 15 },
};

function themeOf(isDark: boolean): ThemeConfig {
  const chosen = isDark ? night : light;
  const components = { ...everywhere, ...chosen.components };
  return {
    ...chosen,
    hashed: false,
    cssVar: { key: 'daylight' },
    components: {
      ...components,
      Table: { ...everywhere.Table, ...chosen.components?.Table },
      Menu: { ...everywhere.Menu, ...chosen.components?.Menu },
    },
  };
}

const NAMED = [
  'colorPrimary',
  'colorLink',
  'colorText',
  'colorTextSecondary',
  'colorTextTertiary',
  'colorBgLayout',
  'colorBgContainer',
  'colorBgElevated',
  'colorBorder',
  'colorBorderSecondary',
  'colorSuccess',
  'colorWarning',
  'colorError',
  'colorInfo',
  'colorPrimaryBg',
  'colorErrorBg',
  'colorWarningBg',
  'colorSuccessBg',
  'colorInfoBg',
  'colorFillTertiary',
  'colorFillQuaternary',
] as const;

/** Gives our own style sheet the same colours: --dl-color-text and so on. */
function TokenBridge(): null {
  const { token } = theme.useToken();
  useLayoutEffect(() => {
    const root = document.documentElement.style;
    for (const name of NAMED) {
      root.setProperty(
        `--dl-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
        token[name],
      );
    }
    root.setProperty('--dl-font', fontFamily);
  }, [token]);
  return null;
}

/** The nonce that the server put into the page lets antd add its style elements under our policy. */
function nonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');
  const written = meta?.nonce || meta?.content;
  return written === undefined || written === '__NONCE__' ? undefined : written;
}
const csp = nonce();

export function Look({ children }: { readonly children: ReactNode }): ReactNode {
  const isDark = useDark();
  const language = useLanguage();
  return (
    <ConfigProvider
      theme={themeOf(isDark)}
      locale={language === 'zh' ? zhCN : enUS}
      {...(csp === undefined ? {} : { csp: { nonce: csp } })}
      form={{ scrollToFirstError: { focus: true } }}
      button={{ autoInsertSpace: false }}
      popupMatchSelectWidth={false}
    >
      <App className="dl-app" message={{ maxCount: 3 }}>
        <TokenBridge />
        {children}
      </App>
    </ConfigProvider>
  );
}
