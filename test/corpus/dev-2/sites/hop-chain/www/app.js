!function(){
var $=function(i){return document.getElementById(i)};
var cols=[['special','\u7279\u79cd\u4f5c\u4e1a\u64cd\u4f5c\u8bc1\u67e5\u8be2'],['safety','\u5b89\u5168\u751f\u4ea7\u77e5\u8bc6\u548c\u7ba1\u7406\u80fd\u529b\u8003\u6838\u5408\u683c\u4fe1\u606f\u67e5\u8be2'],['ecert','\u7535\u5b50\u8bc1\u4e66\u67e5\u8be2\u4e0b\u8f7d']];
var name='\u7279\u79cd\u4f5c\u4e1a\u64cd\u4f5c\u8bc1\u53ca\u5b89\u5168\u751f\u4ea7\u77e5\u8bc6\u548c\u7ba1\u7406\u80fd\u529b\u8003\u6838\u5408\u683c\u4fe1\u606f\u67e5\u8be2\u5e73\u53f0';
var f=[['\u8bc1\u4ef6\u53f7\u7801','idNum'],['\u59d3\u540d','nm'],['\u9a8c\u8bc1\u7801','yzm']];
function item(a){return '<div class="el-form-item"><label>'+a[0]+'</label><input class="el-input__inner" name="'+a[1]+'" placeholder="\u8bf7\u8f93\u5165'+a[0]+'"></div>'}
var views={
 form:function(k){return '<form onsubmit="location.hash=\'/res/\'+this.idNum.value;return false"><div class="el-form-item"><label>\u8bc1\u4ef6\u7c7b\u578b</label><select class="el-input__inner"><option>\u8eab\u4efd\u8bc1</option><option>\u62a4\u7167</option></select></div>'+f.map(item).join('')+'<button class="el-button--primary queryBtn">\u67e5\u8be2</button></form>'},
 res:function(){return '<table class="el-descriptions__table" width="100%">'+['\u59d3\u540d','\u4f5c\u4e1a\u7c7b\u522b','\u64cd\u4f5c\u9879\u76ee','\u521d\u9886\u65e5\u671f','\u5e94\u590d\u5ba1\u65e5\u671f','\u7b7e\u53d1\u673a\u5173'].map(function(x){return '<tr><td>'+x+'</td><td>--</td></tr>'}).join('')+'</table>'}};
function r(){
 var h=location.hash.replace(/^#\/?/,'').split('/'),k=h[0]||'special';
 document.title=name;
 var t=cols.map(function(c){return '<a class="'+(c[0]==k?'on':'')+'" href="#/'+c[0]+'">'+c[1]+'</a>'}).join('');
 $('app').innerHTML='<div class="hx"><h1>'+name+'</h1></div><div class="el-card"><div class="tabs">'+t+'</div>'+(k=='res'?views.res():views.form(k))+'</div><div class="ftx">\u7248\u6743\u6240\u6709\uff1a\u5e94\u6025\u7ba1\u7406\u90e8 \u3000\u672c\u7ad9\u652f\u6301IPv6</div>'}
window.addEventListener('hashchange',r);setTimeout(r,300)}();
