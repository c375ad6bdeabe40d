/** Runs before the first paint, so that a chosen theme never flashes another one. */
import { pathBelow } from './routing.ts';
import { readTheme } from './theme.ts';
import { readIsOff, readVariables, wear, wearableAt } from './theme-variables.ts';

const isOff = readIsOff(sessionStorage, new URLSearchParams(location.search));
const path = pathBelow(document.baseURI, location.href) ?? '';
const variables = isOff ? {} : wearableAt(path, readVariables(localStorage));
wear(document.documentElement, variables, readTheme(localStorage));
