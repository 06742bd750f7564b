/* slider captcha stand-in */ window.yHeight = 60;
