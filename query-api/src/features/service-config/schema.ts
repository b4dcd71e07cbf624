import { ServiceSettings as Settings } from '@nunchi/store/control/settings';
import Type from 'typebox';
import { EpochMs, named, Nullable, parameters } from '../../schemas/common.ts';

export const ServiceSettings = named('ServiceSettings', Settings);

export const ServiceParams = parameters({
  service: Type.String({ minLength: 1, maxLength: 300, description: 'Name of a service.' }),
});

export const ServiceConfigReply = Type.Object(
  {
    service: Type.String(),
    version: Type.Integer({ description: 'What If-Match names; 0 before anything was set.' }),
    author: Type.String(),
    updatedAt: Nullable(EpochMs),
    settings: ServiceSettings,
  },
  { $id: 'ServiceConfig' },
);
