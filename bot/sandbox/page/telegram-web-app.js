// The parts of Telegram's own script that a Mini App page needs, for use without internet. Same events, same names.
(() => {
  const KEPT = "launchParams";
  const fresh = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const launch = { ...JSON.parse(sessionStorage.getItem(KEPT) ?? "{}"), ...("tgWebAppVersion" in fresh ? fresh : {}) };
  sessionStorage.setItem(KEPT, JSON.stringify(launch)); // the next page of the same app has no fragment
  const initData = launch.tgWebAppData ?? "";
  const initDataUnsafe = Object.fromEntries(new URLSearchParams(initData));
  if (initDataUnsafe.user) initDataUnsafe.user = JSON.parse(initDataUnsafe.user);
  const version = launch.tgWebAppVersion ?? "9.0";
  const themeParams = JSON.parse(launch.tgWebAppThemeParams ?? "{}");
  const listeners = {};
  const nothing = () => {};

  const post = (eventType, eventData = {}) => {
    if (parent !== window) parent.postMessage(JSON.stringify({ eventType, eventData }), "*");
  };
  const onEvent = (name, act) => { (listeners[name] ??= new Set()).add(act); };
  const offEvent = (name, act) => { listeners[name]?.delete(act); };
  const happen = (name, data) => listeners[name]?.forEach((act) => act.call(WebApp, data));

  const button = (setUp, pressed, state) => {
    const made = {
      ...state,
      setParams(params) {
        for (const [name, value] of Object.entries(params)) made[NAMES[name] ?? name] = value;
        post(setUp, {
          is_visible: made.isVisible, is_active: made.isActive ?? true, is_progress_visible: made.isProgressVisible,
          text: made.text, color: made.color, text_color: made.textColor,
        });
        return made;
      },
      setText: (text) => made.setParams({ text }),
      show: () => made.setParams({ is_visible: true }),
      hide: () => made.setParams({ is_visible: false }),
      enable: () => made.setParams({ is_active: true }),
      disable: () => made.setParams({ is_active: false }),
      showProgress: (leaveActive) => made.setParams({ is_progress_visible: true, is_active: Boolean(leaveActive) }),
      hideProgress: () => made.setParams({ is_progress_visible: false, is_active: true }),
      onClick: (act) => { onEvent(pressed, act); return made; },
      offClick: (act) => { offEvent(pressed, act); return made; },
    };
    return made;
  };
  const NAMES = { is_visible: "isVisible", is_active: "isActive", is_progress_visible: "isProgressVisible", text_color: "textColor" };
  const MainButton = button("web_app_setup_main_button", "mainButtonClicked", {
    text: "Продолжить", isVisible: false, isActive: true, isProgressVisible: false,
    color: themeParams.button_color, textColor: themeParams.button_text_color,
  });
  const BackButton = button("web_app_setup_back_button", "backButtonClicked", { isVisible: false });

  const paint = () => {
    for (const [name, colour] of Object.entries(themeParams)) {
      document.documentElement.style.setProperty(`--tg-theme-${name.replaceAll("_", "-")}`, colour);
    }
    const paper = parseInt((themeParams.bg_color ?? "#ffffff").slice(1), 16);
    const light = 0.299 * (paper >> 16) + 0.587 * ((paper >> 8) & 255) + 0.114 * (paper & 255);
    WebApp.colorScheme = light < 128 ? "dark" : "light";
    document.documentElement.style.setProperty("--tg-color-scheme", WebApp.colorScheme);
  };

  const WebApp = {
    initData, initDataUnsafe, version, themeParams, onEvent, offEvent, MainButton, BackButton,
    platform: launch.tgWebAppPlatform ?? "unknown",
    colorScheme: "light", isExpanded: true, isActive: true,
    get viewportHeight() { return innerHeight; },
    get viewportStableHeight() { return innerHeight; },
    isVersionAtLeast: (wanted) => wanted.localeCompare(version, undefined, { numeric: true }) <= 0,
    ready: () => post("web_app_ready"),
    expand: () => post("web_app_expand"),
    close: () => (parent === window ? window.close() : post("web_app_close")),
    sendData: (data) => post("web_app_data_send", { data }),
    openLink: (url) => post("web_app_open_link", { url }),
    openTelegramLink: (url) => { const { pathname, search } = new URL(url); post("web_app_open_tg_link", { path_full: pathname + search }); },
    switchInlineQuery: (query, types) => post("web_app_switch_inline_query", { query, chat_types: types }),
    enableClosingConfirmation: () => post("web_app_setup_closing_behavior", { need_confirmation: true }),
    disableClosingConfirmation: () => post("web_app_setup_closing_behavior", { need_confirmation: false }),
    showAlert: (text, done = nothing) => { alert(text); done(); },
    showConfirm: (text, done = nothing) => done(confirm(text)),
    setHeaderColor: nothing, setBackgroundColor: nothing, setBottomBarColor: nothing,
    disableVerticalSwipes: nothing, enableVerticalSwipes: nothing,
    HapticFeedback: { impactOccurred: nothing, notificationOccurred: nothing, selectionChanged: nothing },
  };

  const heard = {
    main_button_pressed: () => happen("mainButtonClicked"),
    back_button_pressed: () => happen("backButtonClicked"),
    theme_changed: ({ theme_params: colours }) => { Object.assign(themeParams, colours); paint(); happen("themeChanged"); },
    viewport_changed: (data) => happen("viewportChanged", { isStateStable: data.is_state_stable }),
  };
  addEventListener("message", (event) => {
    if (event.source !== parent || parent === window) return;
    let said;
    try { said = JSON.parse(event.data); } catch { return; }
    heard[said.eventType]?.(said.eventData ?? {});
  });

  window.Telegram = { WebApp };
  paint();
})();
