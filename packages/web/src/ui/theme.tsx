import { App, ConfigProvider, type ThemeConfig, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useLayoutEffect, useSyncExternalStore } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { giveNonceToStyles, styleNonce } from './style-nonce.ts';

// On paper everything is light, whatever the screen is.
const dark = window.matchMedia('screen and (prefers-color-scheme: dark)');

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
  '"PingFang SC"',
  '"HarmonyOS Sans SC"',
  '"Microsoft YaHei UI"',
  '"Microsoft YaHei"',
  '"Source Han Sans SC"',
  '"Noto Sans CJK SC"',
  '"WenQuanYi Micro Hei"',
  'system-ui',
  '"Noto Sans SC"',
  'sans-serif',
].join(', ');

// What the style sheet takes away must not be waited for.
const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;

const shared: ThemeConfig['token'] = {
  motion: !isStill,
  fontFamily,
  fontFamilyCode: 'ui-monospace, "SFMono-Regular", Consolas, "Liberation Mono", monospace',
  fontSize: 14,
  borderRadius: 6,
  lineHeight: 1.6,
  motionUnit: 0.06,
  wireframe: false,
};

type MapToken = ReturnType<typeof theme.defaultAlgorithm>;

/** The derived palette of a dark seed is muddy, and that of a light one too faint to read: these are said outright. */
type Algorithm = Extract<ThemeConfig['algorithm'], (...given: never) => unknown>;
function exactly(states: Partial<MapToken>): Algorithm {
  return (seed, map) => ({ ...(map ?? theme.defaultAlgorithm(seed)), ...states });
}

const lightStates: Partial<MapToken> = {
  colorInfo: '#1d5fa8',
  colorInfoText: '#1d5fa8',
  colorInfoBg: '#e8f1fb',
  colorInfoBorder: '#b4d0ee',
  colorSuccess: '#27713a',
  colorSuccessText: '#27713a',
  colorSuccessBg: '#e7f4ea',
  colorSuccessBorder: '#b3d9bd',
  colorWarning: '#8f5900',
  colorWarningText: '#8f5900',
  colorWarningBg: '#fff4d9',
  colorWarningBorder: '#eed08d',
  colorError: '#bb2820',
  colorErrorText: '#bb2820',
  colorErrorBg: '#fdecea',
  colorErrorBorder: '#f0bab5',
  colorPrimaryBg: '#fdf1e5',
};
const nightStates: Partial<MapToken> = {
  colorInfo: '#7db4ee',
  colorInfoText: '#7db4ee',
  colorInfoBg: '#172a3e',
  colorInfoBorder: '#2b4d70',
  colorSuccess: '#6cc182',
  colorSuccessText: '#6cc182',
  colorSuccessBg: '#16301d',
  colorSuccessBorder: '#2a5635',
  colorWarning: '#e0ac4a',
  colorWarningText: '#e0ac4a',
  colorWarningBg: '#362a10',
  colorWarningBorder: '#5f4a1c',
  colorError: '#f28379',
  colorErrorText: '#f28379',
  colorErrorBg: '#3d1d1a',
  colorErrorBorder: '#6d322d',
  colorPrimaryBg: '#33251a',
};

/** Quiet sunlight: one warm accent on greys with a little warmth; states keep their usual colours, darkened to read. */
const light: ThemeConfig = {
  algorithm: [theme.defaultAlgorithm, exactly(lightStates)],
  token: {
    ...shared,
    colorPrimary: '#ad5209',
    colorLink: '#9a4707',
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
  algorithm: [theme.darkAlgorithm, exactly(nightStates)],
  token: {
    ...shared,
    colorPrimary: '#e08a35',
    colorLink: '#efa65d',
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

const csp = styleNonce();
if (csp !== undefined) giveNonceToStyles(csp);

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
