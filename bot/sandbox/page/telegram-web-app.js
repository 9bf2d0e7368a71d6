// The few parts of Telegram's own script that a Mini App page needs, for use without internet.
(() => {
  const launch = new URLSearchParams(location.hash.slice(1));
  const initData = launch.get("tgWebAppData") ?? "";
  const fields = Object.fromEntries(new URLSearchParams(initData));
  if (fields.user) fields.user = JSON.parse(fields.user);
  const nothing = () => {};
  const button = { show: nothing, hide: nothing, onClick: nothing, offClick: nothing, setText: nothing };
  window.Telegram = {
    WebApp: {
      initData,
      initDataUnsafe: fields,
      version: launch.get("tgWebAppVersion") ?? "9.0",
      platform: launch.get("tgWebAppPlatform") ?? "weba",
      colorScheme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
      themeParams: {},
      isVersionAtLeast: () => true,
      ready: nothing,
      expand: nothing,
      close: () => window.close(),
      onEvent: nothing,
      offEvent: nothing,
      MainButton: button,
      BackButton: button,
      HapticFeedback: { impactOccurred: nothing, notificationOccurred: nothing, selectionChanged: nothing },
    },
  };
})();
