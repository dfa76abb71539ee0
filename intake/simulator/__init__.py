"""A telephone and a telephone network on the desk: they run the real webhooks without any account.

`verbs` and `twiml` read our answers as strictly as a provider does, `profiles` holds what providers
do differently as data, `inputs` and `call` execute a call, `phone` is what a person holds, `network`
keeps recordings and messages, `rest` is the provider's REST face, `routes` the page `/phone`.
"""
