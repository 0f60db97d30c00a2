/**
 * What Playwright turns off in Chromium, in its own order: a browser heeds only the last list it is given, so whoever gives
 * another one says these again.
 */
export const OFF_FOR_PLAYWRIGHT: readonly string[] = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/**
 * The list that hangs from the address bar is two pages of the browser's own, drawn anew beside each window that opens, a second of
 * a processor's time, though nobody types an address.
 */
const OFF_TOO = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];

/** Argument of Chromium for tests. */
export const FEATURES_OFF = `--disable-features=${[...OFF_FOR_PLAYWRIGHT, ...OFF_TOO].join(',')}`;
