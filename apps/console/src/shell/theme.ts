import type { ThemeConfig } from 'antd';

/** Ant Design's own greys and blues stay below 4.5:1; these do not. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#0b4f6c',
    colorInfo: '#0b4f6c',
    colorLink: '#0b5c7f',
    colorError: '#b3261e',
    colorWarning: '#8a5a00',
    colorSuccess: '#1d6b35',
    // Derived from darker colours these would be muddy.
    colorWarningBg: '#fff7e0',
    colorWarningBorder: '#e5c878',
    colorErrorBg: '#fdeeec',
    colorErrorBorder: '#efb4af',
    colorInfoBg: '#eaf4f9',
    colorInfoBorder: '#a9cfe0',
    colorTextSecondary: '#4a4f55',
    colorTextTertiary: '#5b6168',
    colorTextDescription: '#5b6168',
    colorTextPlaceholder: '#666c73',
    colorTextDisabled: '#6b7178',
    borderRadius: 6,
    fontFamily:
      "system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif",
  },
  components: {
    Menu: { itemSelectedBg: '#dcecf4', itemSelectedColor: '#0b4f6c', itemHeight: 36 },
    Segmented: { trackBg: '#e3e8ec' },
    Layout: { headerBg: '#fff', headerHeight: 48, headerPadding: '0 16px', bodyBg: '#f4f6f8' },
  },
};
