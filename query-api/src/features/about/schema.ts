import Type from 'typebox';

export const AboutReply = Type.Object({
  otlpPort: Type.Integer({
    description: 'Port on which the collector beside this API takes OTLP over HTTP.',
  }),
  opampPort: Type.Integer({
    description: 'Port on which the control loop beside this API speaks OpAMP with agents.',
  }),
});
