import { machinesCodes } from './profile-machines.ts';
import { networkCodes } from './profile-network.ts';
import { schemaCodes } from './profile-schema.ts';
import { settingsCodes } from './profile-settings.ts';
import { sourceCodes } from './profile-source.ts';

/** Codes of the stage `profile`. */
export const profileCodes = {
  ...sourceCodes,
  ...schemaCodes,
  ...networkCodes,
  ...machinesCodes,
  ...settingsCodes,
};
