"""Sign-in, as django-allauth wants to hear it. Part of the base settings, imported there."""

from datetime import timedelta

import environ

_env = environ.Env()
_demo = _env.bool("DEMO", default=True)

#: Staff must have a second factor, and prove again who they are before the CMS' settings.
STAFF_NEED_SECOND_FACTOR = not _demo

AUTHENTICATION_BACKENDS = ["accounts.backends.EmailBackend"]

# --- Sessions -------------------------------------------------------------------------------
#: Seconds that a session lasts, counted from the sign-in.
SESSION_COOKIE_AGE = 12 * 3600
#: Seconds without a visit after which a member's device that was kept signed in is forgotten.
SESSION_KEPT_AGE = 90 * 24 * 3600
ACCOUNT_SESSION_REMEMBER = False
USERSESSIONS_TRACK_ACTIVITY = False

# --- Addresses and codes --------------------------------------------------------------------
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  (a class)
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
#: Eight digits: typed on a phone's number pad, and beyond guessing with the limits below.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}
#: Reset links live as long as it takes to find the mail.
PASSWORD_RESET_TIMEOUT = 2 * 3600

# Failures are counted by accounts.throttle; what is left here limits signed-in people and mails.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "request_login_code": None,
    "reset_password": None,
    "reset_password_from_key": "60/h/ip",
    "change_password": "10/10m/user",
    "manage_email": "10/10m/user",
    "reauthenticate": "30/10m/user",
    "confirm_email": "1/10s/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = _env.int(
    "TRUSTED_PROXY_COUNT", default=1 if _env.bool("BEHIND_PROXY", default=False) else 0
)

ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "confirm_login_code": "accounts.forms.LoginCodeForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordByLinkForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "add_email": "accounts.forms.NewAddressForm",
    "confirm_email_verification_code": "accounts.forms.NewAddressCodeForm",
    "reauthenticate": "accounts.forms.ProvePasswordForm",
}

# --- Second factor --------------------------------------------------------------------------
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
#: Browsers offer passkeys on http://localhost only, where a demo runs.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _demo
#: Nobody signs up here: whoever has an account was invited at this address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
#: One step of clock drift each way (RFC 6238, section 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = timedelta(days=30)
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.ProveSecondFactorForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
}

# --- Microsoft and Google -------------------------------------------------------------------
SOCIALACCOUNT_ADAPTER = "accounts.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_FORMS = {"disconnect": "accounts.forms.UnlinkForm"}
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {}
if _env("GOOGLE_CLIENT_ID", default="") and _env("GOOGLE_CLIENT_SECRET", default=""):
    SOCIALACCOUNT_PROVIDERS["google"] = {
        "APP": {
            "client_id": _env("GOOGLE_CLIENT_ID"),
            "secret": _env("GOOGLE_CLIENT_SECRET"),
        },
        "OAUTH_PKCE_ENABLED": True,
        "EMAIL_AUTHENTICATION": True,
    }
if _env("MICROSOFT_CLIENT_ID", default="") and _env("MICROSOFT_CLIENT_SECRET", default=""):
    # Any organisation may write any address into its own directory, so an address that Microsoft
    # reports proves nothing, unless the club names the one directory that it trusts.
    _tenant = _env("MICROSOFT_TENANT", default="")
    SOCIALACCOUNT_PROVIDERS["microsoft"] = {
        "APP": {
            "client_id": _env("MICROSOFT_CLIENT_ID"),
            "secret": _env("MICROSOFT_CLIENT_SECRET"),
            "settings": {"tenant": _tenant or "organizations"},
        },
        "OAUTH_PKCE_ENABLED": True,
        "VERIFIED_EMAIL": bool(_tenant),
        "EMAIL_AUTHENTICATION": bool(_tenant),
    }
