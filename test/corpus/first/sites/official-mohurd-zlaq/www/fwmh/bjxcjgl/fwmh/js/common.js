document.addEventListener('click',function(e){if(e.target.className==='btn search'){document.querySelector('.keyword-ipt').focus();}});
