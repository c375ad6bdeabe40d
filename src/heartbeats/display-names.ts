/**
 * How the tools that clients name in lower-case ids are shown. One spelling per tool, whichever
 * client sent it, so that an editor is one row in every total.
 */
const EDITORS: Record<string, string> = {
  acode: 'Acode',
  androidstudio: 'Android Studio',
  'antigravity-cli': 'Antigravity CLI',
  antigravity: 'Antigravity',
  appcode: 'AppCode',
  aptana: 'Aptana Studio',
  arduino: 'Arduino IDE',
  atom: 'Atom',
  azuredatastudio: 'Azure Data Studio',
  blender: 'Blender',
  brackets: 'Brackets',
  brave: 'Brave',
  chrome: 'Chrome',
  chromium: 'Chromium',
  claude: 'Claude Code',
  'claude-code': 'Claude Code',
  clion: 'CLion',
  'codex-cli': 'Codex CLI',
  coda: 'Coda',
  copilot: 'GitHub Copilot',
  cursor: 'Cursor',
  datagrip: 'DataGrip',
  dataspell: 'DataSpell',
  eclipse: 'Eclipse',
  edge: 'Edge',
  emacs: 'Emacs',
  excel: 'Excel',
  figma: 'Figma',
  firefox: 'Firefox',
  fleet: 'Fleet',
  'gemini-cli': 'Gemini CLI',
  'github-copilot-cli': 'GitHub Copilot CLI',
  goland: 'GoLand',
  godot: 'Godot',
  'grok-build': 'Grok Build',
  'hbuilder x': 'HBuilder X',
  helix: 'Helix',
  idea: 'IntelliJ IDEA',
  intellij: 'IntelliJ IDEA',
  intellijidea: 'IntelliJ IDEA',
  jetbrains: 'JetBrains',
  jupyter: 'Jupyter',
  kakoune: 'Kakoune',
  kate: 'Kate',
  kiro: 'Kiro',
  komodo: 'Komodo',
  ktexteditor: 'Kate',
  micro: 'Micro',
  mps: 'MPS',
  neovim: 'Neovim',
  netbeans: 'NetBeans',
  'notepad++': 'Notepad++',
  nova: 'Nova',
  nvim: 'Neovim',
  obsidian: 'Obsidian',
  'opencode-cli': 'OpenCode',
  opencode: 'OpenCode',
  phpstorm: 'PhpStorm',
  pycharm: 'PyCharm',
  pycharmcore: 'PyCharm',
  qtcreator: 'Qt Creator',
  'qwen-code-cli': 'Qwen Code',
  rider: 'Rider',
  rstudio: 'RStudio',
  rubymine: 'RubyMine',
  rustrover: 'RustRover',
  safari: 'Safari',
  slickedit: 'SlickEdit',
  sublime: 'Sublime Text',
  'sublime text': 'Sublime Text',
  sublimetext: 'Sublime Text',
  terminal: 'Terminal',
  texstudio: 'TeXstudio',
  textmate: 'TextMate',
  trae: 'Trae',
  unity: 'Unity',
  'unity editor': 'Unity',
  vim: 'Vim',
  'visual studio': 'Visual Studio',
  'visual studio code': 'VS Code',
  visualstudio: 'Visual Studio',
  void: 'Void',
  vscode: 'VS Code',
  'vs code': 'VS Code',
  'vscode-insiders': 'VS Code Insiders',
  vscodium: 'VSCodium',
  webstorm: 'WebStorm',
  windsurf: 'Windsurf',
  word: 'Word',
  xcode: 'Xcode',
  zed: 'Zed',
};

const SYSTEMS: Record<string, string> = {
  android: 'Android',
  cros: 'ChromeOS',
  chromeos: 'ChromeOS',
  cygwin: 'Windows',
  darwin: 'macOS',
  dragonfly: 'DragonFly BSD',
  freebsd: 'FreeBSD',
  ios: 'iOS',
  linux: 'Linux',
  mac: 'macOS',
  macos: 'macOS',
  'mac os': 'macOS',
  'mac os x': 'macOS',
  netbsd: 'NetBSD',
  openbsd: 'OpenBSD',
  osx: 'macOS',
  win: 'Windows',
  win32: 'Windows',
  windows: 'Windows',
  windows_nt: 'Windows',
  wsl: 'WSL',
};

const editors = new Map(Object.entries(EDITORS));
const systems = new Map(Object.entries(SYSTEMS));

export function isKnownEditor(name: string): boolean {
  return editors.has(name.toLowerCase());
}

/** How an editor is shown; one that is not known keeps the name that its client gave it. */
export function editorName(name: string): string {
  return editors.get(name.toLowerCase()) ?? name;
}

/** The display name of an operating system's id, or null when the id is not known. */
export function findSystemName(id: string): string | null {
  return systems.get(id.toLowerCase()) ?? null;
}

/** How an operating system is shown; one that is not known keeps the client's name. */
export function systemName(name: string): string {
  return findSystemName(name) ?? name;
}

/** The display names of all editors that are known by name, each once, in order. */
export function listEditorNames(): string[] {
  return [...new Set(Object.values(EDITORS))].sort((a, b) => a.localeCompare(b, 'en'));
}
