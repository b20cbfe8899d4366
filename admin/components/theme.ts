/** What must be so before AdminJS's scripts run: its resources unpacked, and dark colours, because its theme is plain values
 *  computed with at run time and so cannot be style sheet variables. */

import { unpackResource } from './packed-resource.ts';

interface Themed extends Window {
  REDUX_STATE: { resources: Record<string, unknown>[] };
  THEME: { colors: Record<string, string>; borders: Record<string, string>; shadows: Record<string, string> };
}

const dark = {
  border: '#26343c',
  text: '#e3ebef',
  primary100: '#3fb0c8',
  primary80: '#63cbe0',
  primary60: '#2c7f92',
  primary40: '#1f5866',
  primary20: '#16343d',
  accent: '#63cbe0',
  grey100: '#e3ebef',
  grey80: '#c3d3da',
  grey60: '#9db0ba',
  grey40: '#647781',
  grey20: '#1f2d35',
  white: '#151f25',
  black: '#ffffff',
  error: '#ff9288',
  errorDark: '#ff9288',
  errorLight: '#3d1d1b',
  success: '#67ce8e',
  successDark: '#67ce8e',
  successLight: '#16301f',
  warning: '#f0b550',
  warningDark: '#f0b550',
  warningLight: '#3a2c12',
  info: '#63cbe0',
  infoDark: '#63cbe0',
  infoLight: '#133039',
  bg: '#0d1418',
  filterBg: '#1a262d',
  container: '#151f25',
  sidebar: '#10191e',
  inputBorder: '#3a4b55',
  separator: '#26343c',
  highlight: '#1a262d',
};

const { REDUX_STATE: state } = window as unknown as Themed;
state.resources = state.resources.map(unpackResource);

const root = document.documentElement;
const isDark =
  root.dataset['bsTheme'] === 'dark' ||
  (root.dataset['bsTheme'] === undefined && matchMedia('(prefers-color-scheme: dark)').matches);

if (isDark) {
  const { THEME } = window as unknown as Themed;
  Object.assign(THEME.colors, dark);
  THEME.borders = {
    ...THEME.borders,
    input: `1px solid ${dark.inputBorder}`,
    bg: `1px solid ${dark.bg}`,
    default: `1px solid ${dark.border}`,
  };
  THEME.shadows = { ...THEME.shadows, card: '0 1px 3px rgba(0, 0, 0, 0.4)' };
}
root.classList.add(isDark ? 'is-dark' : 'is-light');
